"""A mark on the call."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ivr.language.move import Do, Effect
from ivr.language.node import Node, Way
from ivr.language.part import NodeName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class MarkCall(Effect):
    """The call's record says what kind of call this is."""

    kind: str


class MarkNode(Node):
    """The call is marked: a `mystery` call is somebody of the company finding out what callers go through."""

    kind: ClassVar[str] = "mark"
    mark: Literal["mystery"]
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def enter(self, talk: "Talk") -> Do:
        return Do(MarkCall(kind=self.mark))
