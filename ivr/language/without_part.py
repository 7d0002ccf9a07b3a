"""A technician who stands at the door without the part says so: the promise is broken, and somebody acts at once."""

from dataclasses import dataclass
from typing import ClassVar

from ivr.language.field_worker import FieldLine, FieldWorkerNode
from ivr.language.move import Effect
from ivr.language.node import WayKind
from ivr.language.part import NodeName, Words


@dataclass(frozen=True, kw_only=True)
class EndWithoutPart(Effect):
    """The visit of this case ends without the part: `noted`, or `no_visit` where none is planned for it."""

    worker: str
    case: str


class WithoutPart(FieldLine):
    """`case` asks for the number of the case the visit was for."""

    case: Words
    noted: NodeName
    no_visit: NodeName


class WithoutPartNode(FieldWorkerNode):
    """A technician without the part ends the visit: its promise is broken, the customer is called, the lead learns."""

    kind: ClassVar[str] = "without_part"
    outcomes: ClassVar[dict[str, WayKind]] = {"noted": "outcome", "no_visit": "outcome"}
    without_part: WithoutPart

    def line(self) -> WithoutPart:
        return self.without_part

    def asked(self) -> Words:
        return self.without_part.case

    def about(self, worker: str, digits: str) -> EndWithoutPart:
        return EndWithoutPart(worker=worker, case=digits)
