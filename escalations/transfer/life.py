"""The life of a warm transfer: its states, what may follow what, and how it ends. docs/escalations.md draws it.

Nobody tells it what happened: whoever learns of anything has it looked at (`looking.py`), and it goes by what floor,
room and wishes say then. So a webhook that comes twice, late or never changes nothing but the second.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Open = Literal[
    "requested", "brief_ready", "ringing", "consulting", "swapped", "merged", "agent_left", "nobody_came"
]  # fmt: skip
End = Literal["done", "returned", "promised", "caller_gone"]
State = Literal[
    "requested", "brief_ready", "ringing", "consulting", "swapped", "merged", "agent_left", "nobody_came",
    "done", "returned", "promised", "caller_gone",
]  # fmt: skip
ENDS: Final[tuple[str, ...]] = get_args(End)

FOLLOWS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "requested": frozenset({"brief_ready"}),
    "brief_ready": frozenset({"ringing"}),
    "ringing": frozenset({"consulting", "agent_left", "nobody_came"}),
    "consulting": frozenset({"swapped", "merged", "agent_left"}),
    "swapped": frozenset({"consulting", "merged", "agent_left"}),
    "merged": frozenset({"agent_left"}),
    "agent_left": frozenset(),
    "nobody_came": frozenset(),
})  # fmt: skip
"""What may follow each open state; every one of them may also end. `step.py` says when."""

SEARCHES: Final = ("requested", "brief_ready", "ringing")
"""Nobody has come yet."""
MET: Final = ("swapped", "merged", "agent_left")
"""States in which the customer talks with the colleague, has, or is led to them."""
