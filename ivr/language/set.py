"""Keeping a value for later nodes."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, StringConstraints

from ivr.language.move import Go
from ivr.language.node import Node, Way
from ivr.language.part import NodeName, VariableName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

Value = Annotated[str, StringConstraints(max_length=80)]


class SetNode(Node):
    """These values are kept: words can speak them as `{name}`, and a branch can ask about them."""

    kind: ClassVar[str] = "set"
    set: Annotated[dict[VariableName, Value], Field(min_length=1, max_length=6)]
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def keeps(self) -> frozenset[str]:
        return frozenset(self.set)

    def enter(self, talk: "Talk") -> Go:
        return Go(to=self.next, conversation=talk.conversation.keeping(self.set))
