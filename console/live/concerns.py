"""Which tables pages show, under which topic, and whom a row of theirs concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Concern:
    """`key` names the row; `agents` are columns with whom it is about. `case` is the column with its case, where who
    owns that or talks about it now is concerned as well.
    """

    topic: str
    key: str = "id"
    agents: tuple[str, ...] = ()
    case: str | None = None


_OF_CASE: Final = Concern(topic="case", case="case_number")

CONCERNS: Final[Mapping[str, Concern]] = MappingProxyType(
    {
        "promises": Concern(topic="promise", agents=("by_agent",), case="case_number"),
        "promise_steps": Concern(topic="promise", key="promise_id", case="case_number"),
        "callbacks": Concern(topic="callback", agents=("agent_id", "held_by")),
        "calling_stops": Concern(topic="callback"),
        "transfers": Concern(topic="transfer", agents=("agent_id", "colleague_id", "later_by")),
        "escalations": Concern(topic="escalation", agents=("agent_id", "answered_by")),
        "duties": Concern(topic="escalation", agents=("agent_id",)),
        "raised_hands": Concern(topic="hand", agents=("agent_id", "answered_by")),
        "holds": Concern(topic="call", agents=("agent_id",)),
        "conversation_recordings": Concern(topic="call", key="recording", agents=("agent_id",)),
        "listenings": Concern(topic="call", agents=("agent_id", "listener_id")),
        "notices": Concern(topic="notice", agents=("agent_id",)),
        "absences": Concern(topic="presence", agents=("agent_id",)),
        "cases": Concern(topic="case", key="number", agents=("owner_id",), case="number"),
        "case_ownerships": Concern(topic="case", agents=("agent_id",), case="case_number"),
        "ownership_offers": Concern(topic="case", agents=("from_agent", "by_agent", "to_agent")),
        "case_notes": _OF_CASE,
        "case_tasks": _OF_CASE,
        "messages": _OF_CASE,
        "received_messages": _OF_CASE,
        "manager_requests": _OF_CASE,
        "voicemails": Concern(topic="case", key="call", case="case_number"),
        "visits": _OF_CASE,
        "goodwill": Concern(topic="case", agents=("agent_id",), case="case_number"),
        "closures": Concern(topic="floor"),
        "crises": Concern(topic="floor"),
        "alerts": Concern(topic="alert"),
    }
)

BOOKKEEPING: Final = frozenset({"look_at", "version"})
"""Columns that only say when we look at a row next: nobody is shown them."""
