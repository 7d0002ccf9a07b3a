"""The line for those who stand on a doorstep to cut somebody off."""

from dataclasses import dataclass
from typing import ClassVar

from ivr.language.field_worker import FieldLine, FieldWorkerNode
from ivr.language.move import Effect
from ivr.language.node import WayKind
from ivr.language.part import NodeName, Words


@dataclass(frozen=True, kw_only=True)
class AskRegister(Effect):
    """May this subscriber be cut off today? `cut`, `do_not_cut`, or `unknown` for a number that is nobody's."""

    worker: str
    subscriber: str


class StopLine(FieldLine):
    """`subscriber` asks for the meter's or the subscriber's number."""

    subscriber: Words
    cut: NodeName
    do_not_cut: NodeName
    unknown: NodeName


class StopLineNode(FieldWorkerNode):
    """A field worker proves who they are, keys in a meter, and hears from the register whether it may be cut."""

    kind: ClassVar[str] = "stop_line"
    outcomes: ClassVar[dict[str, WayKind]] = {"cut": "outcome", "do_not_cut": "outcome", "unknown": "outcome"}
    stop_line: StopLine

    def line(self) -> StopLine:
        return self.stop_line

    def asked(self) -> Words:
        return self.stop_line.subscriber

    def about(self, worker: str, digits: str) -> AskRegister:
        return AskRegister(worker=worker, subscriber=digits)
