"""A fork by what is known of the caller."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, StringConstraints

from ivr.language.move import Go
from ivr.language.node import Node, Way
from ivr.language.part import NodeName, Part, VariableName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

Value = Annotated[str, StringConstraints(max_length=80)]


class Branch(Part):
    """`on` is a kept value or a fact (`ivr.talking.talk.FACTS`); a value that is not listed goes `otherwise`."""

    on: VariableName
    ways: Annotated[dict[Value, NodeName], Field(min_length=1, max_length=20)]
    otherwise: NodeName


class BranchNode(Node):
    """Callers part by tier, language, whether they are verified, or by what was kept before."""

    kind: ClassVar[str] = "branch"
    branch: Branch

    def ways(self) -> tuple[Way, ...]:
        named = tuple(
            Way(label=value, to=to, kind="outcome", where=("branch", "ways", value))
            for value, to in self.branch.ways.items()
        )
        return (*named, Way(label="otherwise", to=self.branch.otherwise, kind="outcome", where=("branch", "otherwise")))

    def proves(self) -> frozenset[str]:
        return frozenset({"yes"} if self.branch.on == "verified" else ())

    def enter(self, talk: "Talk") -> Go:
        return Go(to=self.branch.ways.get(talk.fact(self.branch.on), self.branch.otherwise))
