"""The language spoken from here on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ivr.language.move import Do, Effect, Go, Outcome
from ivr.language.node import Node, Way
from ivr.language.part import Language, NodeName

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class KeepLanguage(Effect):
    """The language is remembered for the customer, where there is one; of a number we never saw, once there is one."""

    customer: str | None
    language: str


class LanguageNode(Node):
    """From here on this language is spoken, in this call and, where the caller is known, in the next."""

    kind: ClassVar[str] = "language"
    language: Language
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def enter(self, talk: "Talk") -> Do:
        return Do(KeepLanguage(customer=talk.conversation.customer or _only_customer(talk), language=self.language))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go:
        return Go(to=self.next, conversation=talk.at(language=self.language))


def _only_customer(talk: "Talk") -> str | None:
    """The one customer with the calling number: to be spoken to in another language reveals nothing."""
    customers = talk.caller.customers
    return customers[0].id if len(customers) == 1 else None
