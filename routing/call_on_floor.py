from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CallOnFloor:
    """A call as the floor sees it.

    States: waiting → reserved → accepted (agent claimed it) → talking (both in the room) → over (conversation over,
    caller still on the line) → gone. `gone` is final, and also the tombstone of a call that ended before it arrived.
    """

    id: str
    state: str
    queue: str
    place_at: datetime | None  # virtual enqueue time: never changes while the call lives
    score: int  # place in milliseconds minus boosts: the lower, the sooner
    position: int | None  # in its queue, from 1, while waiting
    lines: tuple[str, ...]  # opened so far
    step: int  # how many steps are open
    agent: str | None
    reservation: str | None
    owner: str | None
    refused_by: frozenset[str]
    why: str  # why it is gone


@dataclass(frozen=True, kw_only=True)
class WaitingCall:
    """A call in a line, in the order of service."""

    id: str
    score: int
