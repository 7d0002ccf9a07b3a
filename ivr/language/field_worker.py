"""A line for people in the field: who they are is proved first, then they are asked what they ring about."""

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import Field

from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Question
from ivr.language.node import Node, Prompt, Way, WayKind
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.conversation import Conversation
    from ivr.talking.talk import Talk

WORKER: Final = "field-worker"
"""Who has proved to be a field worker is kept under this name; no flow can set it, for no variable has a hyphen."""
PIN_PHASE: Final = "pin."
TURNED_AWAY: Final[dict[str, WayKind]] = {"refused": "error", "locked": "error"}
MOST_DIGITS: Final = 20


@dataclass(frozen=True, kw_only=True)
class CheckFieldWorker(Effect):
    """Is it a field worker with their PIN? The outcome is `right`, `wrong`, or `locked` after too many wrong ones."""

    worker: str
    pin: str = field(repr=False)


class FieldLine(Part):
    """`worker` asks for the field worker's number, `pin` for their PIN.

    `wrong` is said before a wrong number or PIN is asked for again. Who has proved who they are is not asked again when
    the flow leads back here.
    """

    worker: Words
    pin: Words
    wrong: Words | None = None
    seconds: Annotated[int, Field(ge=2, le=20)] = 5
    refused: NodeName
    locked: NodeName


class FieldWorkerNode(Node):
    """What a line for field workers has in common; a kind of it says what is asked then and what its answers are."""

    outcomes: ClassVar[dict[str, WayKind]]

    @abstractmethod
    def line(self) -> FieldLine:
        """The part of this kind."""

    @abstractmethod
    def asked(self) -> Words:
        """What a field worker is asked once they have proved who they are."""

    @abstractmethod
    def about(self, worker: str, digits: str) -> Effect:
        """What is looked up for their answer."""

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=label, to=getattr(self.line(), label), kind=kind, where=(self.kind, label))
            for label, kind in (self.outcomes | TURNED_AWAY).items()
        )

    def prompts(self) -> tuple[Prompt, ...]:
        said = {name: words for name, words in self.line() if isinstance(words, Words)}
        return tuple(Prompt(words=words, where=(self.kind, name)) for name, words in said.items())

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.line().seconds

    def enter(self, talk: "Talk") -> Question:
        return self._question(talk, talk.conversation)

    def hear(self, talk: "Talk", heard: Heard) -> Do | Question | None:
        digits, conversation = heard.digits[:MOST_DIGITS], talk.conversation
        if not digits:
            return None
        if worker := conversation.kept.get(WORKER):
            return Do(self.about(worker, digits))
        if conversation.phase.startswith(PIN_PHASE):
            return Do(CheckFieldWorker(worker=conversation.phase.removeprefix(PIN_PHASE), pin=digits))
        return self._question(talk, replace(conversation, phase=PIN_PHASE + digits))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        conversation = talk.conversation.again()
        tries = conversation.tries + 1
        if outcome.way == "right" and isinstance(effect, CheckFieldWorker):
            known = conversation.keeping({WORKER: effect.worker})
            return self._question(talk, replace(known, phase="", tries=0))
        if outcome.way == "wrong" and tries < talk.flow.tries:
            return self._question(talk, replace(conversation, phase="", tries=tries), self.line().wrong)
        way = "refused" if outcome.way == "wrong" else outcome.way
        to = next((each.to for each in self.ways() if each.label == way), talk.flow.person)
        return Go(to=to)

    def _question(self, talk: "Talk", conversation: "Conversation", first: Words | None = None) -> Question:
        """What is to be asked now: who they are, their PIN or, once that is settled, what they ring about."""
        line, asks_pin = self.line(), conversation.phase.startswith(PIN_PHASE)
        proof = line.pin if asks_pin else line.worker
        words = self.asked() if WORKER in conversation.kept else proof
        said = tuple(talk.say(each) for each in (first, words) if each)
        return Question(
            prompt=said,
            most_digits=MOST_DIGITS,
            seconds=line.seconds,
            language=said[-1].language,
            secret=asks_pin,
            conversation=conversation,
        )
