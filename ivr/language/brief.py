"""What a technician should know before they ring the bell."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ivr.language.field_worker import FieldLine, FieldWorkerNode
from ivr.language.move import Effect, Go, Move, Outcome
from ivr.language.node import WayKind
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class AskBrief(Effect):
    """What is to be known of this case? `told`, or `unknown`.

    `told` has `case`, `subject`, `next_action`, `promise`, `due`, `checklist` and `owner`, as far as there are such.
    """

    worker: str
    case: str


class Told(Part):
    """What is said, each where there is something to say. None of it is spoken to anybody but a field worker."""

    subject: Words
    next_action: Words | None = None
    promise: Words | None = None
    checklist: Words | None = None
    owner: Words | None = None


class Brief(FieldLine):
    """`case` asks for the number of the case the visit is for; `says` is the brief."""

    case: Words
    says: Told
    told: NodeName
    unknown: NodeName


class BriefNode(FieldWorkerNode):
    """A technician proves who they are, keys in a case, and hears what it is about and what was promised."""

    kind: ClassVar[str] = "brief"
    outcomes: ClassVar[dict[str, WayKind]] = {"told": "outcome", "unknown": "outcome"}
    brief: Brief

    def line(self) -> Brief:
        return self.brief

    def asked(self) -> Words:
        return self.brief.case

    def about(self, worker: str, digits: str) -> AskBrief:
        return AskBrief(worker=worker, case=digits)

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        if outcome.way != "told":
            return super().done(talk, effect, outcome)
        told = {name: words for name, words in self.brief.says if words and name in outcome.values}
        return Go(to=self.brief.told, sounds=tuple(talk.say(words, outcome.values) for words in told.values()))
