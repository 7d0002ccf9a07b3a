"""Who calls, as far as the number tells. Caller ID routes; it never reveals."""

from typing import TYPE_CHECKING, ClassVar, Final

from ivr.language.move import Go
from ivr.language.node import Node, Way
from ivr.language.part import NodeName, Part

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

NOBODY: Final = ("withheld", "unknown")
"""Kinds of caller id that are nobody's number."""


class Ways(Part):
    """Where each kind of caller goes: `one` customer with an open case, `several` on this number, `none`, `withheld`.

    One customer without an open case goes to `no_case`; where that is not given, to `none`. Who has no open case here,
    but an owner in the CRM, goes the way of `one`.
    """

    one: NodeName
    several: NodeName
    none: NodeName
    withheld: NodeName
    no_case: NodeName | None = None


class IdentifyNode(Node):
    """The caller's number is looked up: nobody is guessed."""

    kind: ClassVar[str] = "identify"
    identify: Ways

    def ways(self) -> tuple[Way, ...]:
        named = self.identify.model_dump(exclude_none=True)
        return tuple(Way(label=label, to=to, kind="outcome", where=("identify", label)) for label, to in named.items())

    def enter(self, talk: "Talk") -> Go:
        ways, caller = self.identify, talk.caller
        if caller.caller_id.kind in NOBODY:
            return Go(to=ways.withheld)
        if len(caller.customers) > 1:
            return Go(to=ways.several)
        if not caller.customers:
            return Go(to=ways.one if caller.owned_elsewhere else ways.none)
        customer = caller.customers[0]
        case = next((case.number for case in caller.open_cases), None)
        known = talk.conversation.about(case, customer.id).changed(case_by="number")
        owned = case or caller.owned_elsewhere
        return Go(to=ways.one if owned else ways.no_case or ways.none, conversation=known)
