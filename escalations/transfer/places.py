"""Where each of the three should be in each state of a transfer, and with whom the room ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Place = Literal["hears", "held", "talks", "out", "free"]
"""Out of the room, on a document of ours; in the room on hold; in the room; out of the room; wherever they are."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """`ends`: of the customer, the agent and the colleague, those with whom the room ends. `over`: nobody stays in it.
    `heard` names what the customer's document plays: they are sent there again where that changes."""

    customer: Place
    agent: Place
    colleague: Place
    ends: frozenset[str] = frozenset()
    over: bool = False
    heard: str = ""


_WAITS: Final = Places(customer="hears", agent="held", colleague="free", heard="music")
PLACES: Final[Mapping[str, Places]] = MappingProxyType({
    "requested": _WAITS,
    "brief_ready": _WAITS,
    "ringing": _WAITS,
    "consulting": Places(customer="hears", agent="talks", colleague="talks", heard="music"),
    "swapped": Places(customer="talks", agent="talks", colleague="held"),
    "merged": Places(customer="talks", agent="talks", colleague="talks"),
    "agent_left": Places(customer="talks", agent="out", colleague="talks", ends=frozenset({"customer", "colleague"})),
    "nobody_came": Places(customer="hears", agent="held", colleague="out", heard="choice"),
    "returned": Places(customer="talks", agent="talks", colleague="out", ends=frozenset({"customer", "agent"})),
    "promised": Places(customer="hears", agent="out", colleague="out", heard="promise"),
    "caller_gone": Places(customer="free", agent="out", colleague="out", over=True),
    "done": Places(customer="free", agent="out", colleague="out", over=True, heard="departure"),
})  # fmt: skip
ROOM: Final = "room"
"""What the customer was last sent to, where that is the room."""
