"""Whether anybody is at work who could answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ivr.language.move import Do, Effect
from ivr.language.node import Named, Node, Way
from ivr.language.part import NodeName, Part

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class AskWhoIsAtWork(Effect):
    """Is anybody signed in who may answer a caller of this queue, or the owner of their case?"""

    only_asks: ClassVar[bool] = True
    queue: str
    owner: bool


class Staffed(Part):
    queue: NodeName
    owner: bool = False
    somebody: NodeName
    nobody: NodeName


class StaffedNode(Node):
    """Callers part by whether somebody is signed in for this queue, ready or not: who is at work answers."""

    kind: ClassVar[str] = "staffed"
    staffed: Staffed

    def ways(self) -> tuple[Way, ...]:
        return (
            Way(label="somebody", to=self.staffed.somebody, kind="outcome", where=("staffed", "somebody")),
            Way(label="nobody", to=self.staffed.nobody, kind="outcome", where=("staffed", "nobody")),
        )

    def names(self) -> tuple[Named, ...]:
        return (Named(what="queue", name=self.staffed.queue, where=("staffed", "queue")),)

    def nobody_there(self) -> frozenset[str]:
        return frozenset({"nobody"})

    def enter(self, talk: "Talk") -> Do:
        return Do(AskWhoIsAtWork(queue=self.staffed.queue, owner=self.staffed.owner))
