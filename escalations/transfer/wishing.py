"""What somebody in a transfer asks for, by a key or a click: written down, and seen to when it is looked at."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from escalations.board import EscalationBoard
from escalations.transfer.transfer import Transfer
from records.database import writing

Wish = Literal["join", "swap", "leave", "back", "callback", "stay"]
"""All three are brought together; the voices change places; who asks goes; the customer goes back to their agent;
a lead calls them instead; the customer goes on with their agent."""
Wisher = Literal["customer", "agent", "colleague"]
Asked = frozenset[tuple[Wisher, Wish]]

_SEARCH: Final[Asked] = frozenset(
    {("customer", "callback"), ("agent", "back"), ("agent", "callback"), ("agent", "leave")}
)
_TALK: Final[Asked] = frozenset({("agent", "join"), ("agent", "swap"), ("agent", "leave"), ("agent", "back"),
                          ("agent", "callback"), ("colleague", "join"), ("colleague", "swap"), ("colleague", "leave"),
                          ("colleague", "back"), ("colleague", "callback"), ("customer", "callback")})  # fmt: skip
_ALL_THREE: Final[Asked] = frozenset({("agent", "leave"), ("agent", "back"), ("colleague", "leave"),
                                      ("colleague", "back"), ("colleague", "callback")})  # fmt: skip
MAY_BE_WISHED: Final[Mapping[str, Asked]] = MappingProxyType({
    "requested": _SEARCH,
    "brief_ready": _SEARCH,
    "ringing": _SEARCH,
    "consulting": _TALK,
    "swapped": _TALK - {("customer", "callback")},
    "merged": _ALL_THREE,
    "agent_left": frozenset({("colleague", "callback")}),
    "nobody_came": frozenset({("customer", "callback"), ("customer", "stay"),
                              ("agent", "back"), ("agent", "callback")}),
})  # fmt: skip
"""Who may ask for what, by state."""
TO_A_STRANGER: Final[Asked] = frozenset({("agent", "leave")})
"""What is never done where the other one is an expert outside: nobody leaves a customer to them."""


def wish(board: EscalationBoard, transfer_id: str, what: Wish, *, by: Wisher) -> bool:
    """False where this cannot be asked for now, or not by them; the last wish counts. Raises RecordsUnavailable."""
    with writing(board.database) as session:
        row = session.get(Transfer, transfer_id, with_for_update=True, populate_existing=True)
        if row is None or row.over or (by, what) not in may_be_wished(row):
            return False
        row.wish, row.wish_by = what, by
        row.look_at = board.clock()
        row.version += 1
    board.jobs.transfer(transfer_id)
    return True


def may_be_wished(transfer: Transfer) -> Asked:
    """What may be asked for now, and by whom."""
    asked = MAY_BE_WISHED.get(transfer.state, frozenset())
    return asked - TO_A_STRANGER if transfer.kind == "expert" else asked
