"""One call through flows without a telephone: the interpreter itself, on a clock that only moves when told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from ivr.language.move import HangUp, Heard, Played, Question, Reach, Record, Sound, Wait
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.turn import Scene, Step, Turn
from ivr.trying.given_caller import caller_given
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given
from ivr.trying.tried_world import TriedWorld

USUAL_TIME: Final = datetime(2026, 11, 25, 10, 30)  # noqa: DTZ001  in the centre's zone, whichever that is
"""When a test does not say: a Wednesday morning that is no holiday."""
RECORDING: Final = "REtried"
RECORDED_SECONDS: Final = 10
MOST_WAITS: Final = 60
"""How often a call may be told to wait in one go before a test gives up on it."""


@dataclass(frozen=True, kw_only=True)
class Passing:
    """A turn of the call: what the caller had answered, and the nodes passed because of it."""

    heard: Heard | None
    visited: tuple[Step, ...]


class TriedCall:
    """`sounds` are what was heard since the caller last did something; turns are written down in `passed`."""

    def __init__(
        self, premises: Premises, flow: str, given: Given, *, world: TriedWorld, passed: list[Passing]
    ) -> None:
        self.premises = premises
        self.world = world
        self.caller = caller_given(given)
        self.now = (given.at or USUAL_TIME).replace(tzinfo=premises.zone).astimezone(UTC)
        self.passed = passed
        self.sounds: tuple[Sound, ...] = ()
        self._silent_for = 0.0
        self.turn = self._heard_out(None, interpreter.begin(self._scene(), self._beginning(flow, given)))

    def _beginning(self, name: str, given: Given) -> Conversation:
        flow = self.premises.release.flows[name]
        single = self.caller.customers[0] if len(self.caller.customers) == 1 else None
        return Conversation(
            call="CAtried",
            release=self.premises.release.id,
            flow=name,
            node=flow.start,
            language=given.language or (single.language if single else None) or flow.language,
            since=round(self.now.timestamp() * 1000),
            customer=single.id if single else None,
            verified=given.verified,
            kept=given.kept,
        )

    @property
    def over(self) -> bool:
        """Nothing the caller does on the keys leads anywhere any more. Last words may still be interrupted."""
        then = self.turn.then
        return isinstance(then, Reach) or (isinstance(then, HangUp) and not self.turn.sounds)

    @property
    def words(self) -> str:
        return " ".join(sound.file if isinstance(sound, Played) else sound.text for sound in self.sounds)

    def answers(self, heard: Heard) -> None:
        """The caller presses keys, speaks, or has kept silent long enough."""
        self._silent_for = 0
        self.sounds = ()
        self.turn = self._heard_out(heard, interpreter.hear(self._scene(), self.turn.conversation, heard))

    def waits(self, seconds: float) -> None:
        """Time passes; each question that is not answered in its time has heard silence."""
        left = seconds
        while (
            not isinstance(self.turn.then, Reach | HangUp) and (answer_in := self.patience - self._silent_for) <= left
        ):
            left -= answer_in
            self.now += timedelta(seconds=answer_in)
            self.answers(Heard())
        self._silent_for += left
        self.now += timedelta(seconds=left)

    @property
    def _listens(self) -> bool:
        return not isinstance(self.turn.then, Reach | HangUp)

    @property
    def patience(self) -> float:
        """Seconds until silence counts as an answer."""
        match self.turn.then:
            case Question(seconds=seconds) | Record(seconds=seconds):
                return seconds
            case _:
                return 1

    def _scene(self) -> Scene:
        return Scene(release=self.premises.release, caller=self.caller, now=self.now, perform=self.world.perform)

    def _heard_out(self, heard: Heard | None, turn: Turn) -> Turn:
        """On through every wait that the flow itself asks for."""
        self._note(heard, turn)
        for _ in range(MOST_WAITS):
            if not isinstance(turn.then, Wait):
                return turn
            self.now += timedelta(seconds=turn.then.seconds)
            turn = interpreter.hear(self._scene(), turn.conversation, Heard())
            self._note(None, turn)
        return turn

    def _note(self, heard: Heard | None, turn: Turn) -> None:
        asked = turn.then.prompt if isinstance(turn.then, Question) else ()
        more = turn.then.sounds if isinstance(turn.then, Wait | Record) else ()
        self.sounds += (*turn.sounds, *asked, *more)
        self.passed.append(Passing(heard=heard, visited=turn.visited))


def heard_in(call: TriedCall, *, keys: str, words: str) -> Heard:
    """What the caller does, as the network tells it: words after a beep are recorded, and understood by nobody; those
    said to a question that only takes keys are silence."""
    then = call.turn.then
    if words and isinstance(then, Record):
        return Heard(recording=RECORDING, recorded_seconds=RECORDED_SECONDS)
    if words and isinstance(then, Question) and not then.speech:
        words = ""
    return Heard(digits=keys, speech=words, confidence=1.0 if words else 0.0)
