"""The line for those who stand on a doorstep to cut somebody off."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import Field

from ivr.language.move import Do, Effect, Go, Heard, Outcome, Question
from ivr.language.node import Node, Prompt, Way, WayKind
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.conversation import Conversation
    from ivr.talking.talk import Talk

WORKER: Final = "field-worker"
"""Who has proved to be a field worker is kept under this name; no flow can set it, for no variable has a hyphen."""
PIN_PHASE: Final = "pin."
WAYS: Final[dict[str, WayKind]] = {
    "cut": "outcome",
    "do_not_cut": "outcome",
    "unknown": "outcome",
    "refused": "error",
    "locked": "error",
}
MOST_DIGITS: Final = 20


@dataclass(frozen=True, kw_only=True)
class CheckFieldWorker(Effect):
    """Is it a field worker with their PIN? The outcome is `right`, `wrong`, or `locked` after too many wrong ones."""

    worker: str
    pin: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class AskRegister(Effect):
    """May this subscriber be cut off today? `cut`, `do_not_cut`, or `unknown` for a number that is nobody's."""

    worker: str
    subscriber: str


class StopLine(Part):
    """`worker` asks for the field worker's number, `pin` for their PIN, `subscriber` for the meter's or subscriber's.

    `wrong` is said before a wrong number or PIN is asked for again. Who has proved who they are is not asked again when
    the flow leads back here for another meter.
    """

    worker: Words
    pin: Words
    subscriber: Words
    wrong: Words | None = None
    seconds: Annotated[int, Field(ge=2, le=20)] = 5
    cut: NodeName
    do_not_cut: NodeName
    unknown: NodeName
    refused: NodeName
    locked: NodeName


class StopLineNode(Node):
    """A field worker proves who they are, keys in a meter, and hears from the register whether it may be cut."""

    kind: ClassVar[str] = "stop_line"
    stop_line: StopLine

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=label, to=getattr(self.stop_line, label), kind=kind, where=("stop_line", label))
            for label, kind in WAYS.items()
        )

    def prompts(self) -> tuple[Prompt, ...]:
        said = {name: getattr(self.stop_line, name) for name in ("worker", "pin", "subscriber", "wrong")}
        return tuple(Prompt(words=words, where=("stop_line", name)) for name, words in said.items() if words)

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.stop_line.seconds

    def enter(self, talk: "Talk") -> Question:
        return self._question(talk, talk.conversation)

    def hear(self, talk: "Talk", heard: Heard) -> Do | Question | None:
        digits, conversation = heard.digits[:MOST_DIGITS], talk.conversation
        if not digits:
            return None
        if worker := conversation.kept.get(WORKER):
            return Do(AskRegister(worker=worker, subscriber=digits))
        if conversation.phase.startswith(PIN_PHASE):
            return Do(CheckFieldWorker(worker=conversation.phase.removeprefix(PIN_PHASE), pin=digits))
        return self._question(talk, replace(conversation, phase=PIN_PHASE + digits))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go | Question:
        conversation = talk.conversation.again()
        tries = conversation.tries + 1
        if outcome.way == "right" and isinstance(effect, CheckFieldWorker):
            known = conversation.keeping({WORKER: effect.worker})
            return self._question(talk, replace(known, phase="", tries=0))
        if outcome.way == "wrong" and tries < talk.flow.tries:
            return self._question(talk, replace(conversation, phase="", tries=tries), self.stop_line.wrong)
        way = "refused" if outcome.way == "wrong" else outcome.way
        return Go(to=getattr(self.stop_line, way) if way in WAYS else talk.flow.person)

    def _question(self, talk: "Talk", conversation: "Conversation", first: Words | None = None) -> Question:
        """What is to be asked now: who they are, their PIN or, once that is settled, which meter."""
        asks_pin = conversation.phase.startswith(PIN_PHASE)
        if WORKER in conversation.kept:
            words = self.stop_line.subscriber
        else:
            words = self.stop_line.pin if asks_pin else self.stop_line.worker
        said = tuple(talk.say(each) for each in (first, words) if each)
        return Question(
            prompt=said,
            most_digits=MOST_DIGITS,
            seconds=self.stop_line.seconds,
            language=said[-1].language,
            secret=asks_pin,
            conversation=conversation,
        )
