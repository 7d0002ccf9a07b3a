"""Another flow, as a part of this one."""

from typing import TYPE_CHECKING, ClassVar, Literal

from ivr.language.move import Back, Enter
from ivr.language.node import Named, Node, Way
from ivr.language.part import NodeName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


class SubflowNode(Node):
    """The caller goes through another flow, and comes back to `next` when that one ends with `back`."""

    kind: ClassVar[str] = "subflow"
    subflow: NodeName
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def names(self) -> tuple[Named, ...]:
        return (Named(what="flow", name=self.subflow, where=("subflow",)),)

    def enter(self, talk: "Talk") -> Enter:
        return Enter(flow=self.subflow, back=self.next)


class BackNode(Node):
    """The end of a flow that is a part of another: back to the one that led here."""

    kind: ClassVar[str] = "back"
    back: Literal[True]

    def ways(self) -> tuple[Way, ...]:
        return ()

    def enter(self, talk: "Talk") -> Back:
        return Back()
