"""A flow tried by hand: lines typed are what the caller does, and the flow is the one that callers meet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, cast

from engine.typed_action import read_line
from ivr.language.move import Effect, Outcome, Played, Question, Reach
from ivr.speech.seconds import seconds_of
from ivr.talking.talk import Talk
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given
from ivr.trying.telling import steps_told, told
from ivr.trying.trial import where_it_is
from ivr.trying.tried_call import Passing, TriedCall, heard_in
from ivr.trying.tried_world import TriedWorld

Tell = Callable[[str], None]


class Simulation:
    """`tell` prints a line, `lines` is what is typed. What a node asks of the world is asked of whoever types."""

    def __init__(self, premises: Premises, tell: Tell, lines: Iterator[str], language: str) -> None:
        self._premises = premises
        self._tell = tell
        self._lines = lines
        self._language = language
        self._keys = 0
        self._told = 0
        self._spoken = 0.0

    def run(self, flow: str, given: Given) -> None:
        """A whole call, to its end, to hanging up, or to the end of what is typed."""
        world = TriedWorld(self._premises, given, self._asked)
        passed: list[Passing] = []
        call = TriedCall(self._premises, flow, given, world=world, passed=passed)
        begun = call.now
        moment = begun.astimezone(self._premises.zone).strftime("%Y-%m-%d %H:%M")
        self._say("caller", flow=flow, number=call.caller.caller_id.value or "—", moment=moment)
        self._say("help")
        self._tell_turn(call, world)
        for line in self._lines:
            if call.over or not self._acts(call, line):
                break
            self._tell_turn(call, world)
            if call.over:
                break
        seconds = round((call.now - begun).total_seconds() + self._spoken)
        self._say("ended", really=where_it_is(call), seconds=seconds, keys=self._keys)

    def _acts(self, call: TriedCall, line: str) -> bool:
        """False when the caller hangs up."""
        action = read_line(line)
        match action.kind:
            case "hang_up":
                return False
            case "keys":
                self._keys += len(action.text)
                call.answers(heard_in(call, keys=action.text, words=""))
            case "speech":
                call.answers(heard_in(call, keys="", words=action.text))
            case "help":
                self._say("help")
            case "nothing":
                call.waits(call.patience)
            case _:
                call.waits(action.seconds or call.patience)
        return True

    def _tell_turn(self, call: TriedCall, world: TriedWorld) -> None:
        """The nodes passed, what they asked of the world, and what the caller hears."""
        new = call.passed[self._told :]
        self._told = len(call.passed)
        steps = [step for passing in new for step in passing.visited]
        if steps:
            self._tell(f"  · {steps_told(steps)}")
        for asked in world.asked:
            node, kind = f"{asked.flow}.{asked.node}", self._premises.release.flows[asked.flow].nodes[asked.node].kind
            what = f"{kind}{effect_told(asked.effect)}"
            self._tell("  · " + told(self._language, "came_out", node=node, asked=what, way=asked.outcome.way))
        world.asked.clear()
        for sound in call.sounds if new else ():
            self._tell(f"♪ {sound.file}" if isinstance(sound, Played) else f"« {sound.text}")
            self._spoken += 0 if isinstance(sound, Played) else seconds_of(sound.text, sound.language)
        match call.turn.then:
            case Question(seconds=seconds) as question:
                how = " + ".join(name for name, on in (("0-9", question.digits), ("abc", question.speech)) if on)
                self._tell(f"? {how}, {seconds} s")
            case Reach():
                self._tell(f"→ {where_it_is(call)}")
            case _:
                pass

    def _asked(self, talk: Talk, effect: Effect) -> Outcome:
        """Nobody is there to ask but the person who types; with nothing more typed, the first way is taken."""
        where = talk.conversation
        ways = [way.label for way in talk.flow.nodes[where.node].ways()]
        choices = "  ".join(f"{number}) {way}" for number, way in enumerate(ways, start=1))
        self._say("how", node=f"{where.flow}.{where.node}", ways=choices)
        typed = next(self._lines, "").strip() or (ways[0] if ways else "")
        return Outcome(way=ways[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(ways) else typed)

    def _say(self, key: str, **filled: object) -> None:
        self._tell("· " + told(self._language, key, **filled))


def effect_told(effect: Effect) -> str:
    """The words and numbers of what was asked: ` (queue=destek)`."""
    values = {one.name: getattr(effect, one.name) for one in fields(cast(Any, effect))}
    said = ", ".join(f"{name}={value}" for name, value in values.items() if value and isinstance(value, str | int))
    return f" ({said})" if said else ""


def given_by(options: Mapping[str, Any], outcomes: Iterable[str]) -> Given:
    """What is given on the command line. Raises ValidationError."""
    written = {
        "at": options["at"],
        "caller": options["from_"],
        "case": options["case"],
        "tier": options["tier"],
        "language": options["speaks"],
        "verified": options["verified"],
        "closed": options["closed"] or False,
        "at_work": not options["nobody"],
        "outcomes": {node: way for node, _, way in (one.partition("=") for one in outcomes)},
    }
    return Given.model_validate(written)
