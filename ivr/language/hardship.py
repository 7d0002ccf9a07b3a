"""Whether the register of hardship protects the caller."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cases.hardship import Action
from ivr.language.move import Do, Effect, Go
from ivr.language.node import Node, Way
from ivr.language.part import NodeName, Part

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class CheckHardship(Effect):
    """Is this not to be done to the customer today? `protected`, keeping `protected_until` where that is known, or
    `not_protected`."""

    only_asks: ClassVar[bool] = True
    customer: str
    action: Action


class Hardship(Part):
    """`action` is what is not done to those in the register. Who has not proved who they are goes to `unverified`."""

    action: Action = "disconnect"
    protected: NodeName
    not_protected: NodeName
    unverified: NodeName


class HardshipNode(Node):
    """Callers part by whether the register protects them; words after `protected` may tell `{protected_until}`."""

    kind: ClassVar[str] = "hardship"
    hardship: Hardship

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=label, to=getattr(self.hardship, label), kind="outcome", where=("hardship", label))
            for label in ("protected", "not_protected", "unverified")
        )

    def keeps(self) -> frozenset[str]:
        return frozenset({"protected_until"})

    def personal(self) -> frozenset[str]:
        return self.keeps()

    def proves(self) -> frozenset[str]:
        return frozenset({"protected", "not_protected"})

    def enter(self, talk: "Talk") -> Do | Go:
        customer = talk.conversation.customer
        if not talk.conversation.verified or customer is None:
            return Go(to=self.hardship.unverified)
        return Do(CheckHardship(customer=customer, action=self.hardship.action))
