"""Who was found for a conversation, wherever they were looked for."""

from dataclasses import dataclass

from escalations.transfer.seen import Colleague


@dataclass(frozen=True, kw_only=True)
class Found:
    """How the search stands: `agent` is whose leg `leg` is, None for somebody outside. `rung`: so many were, or are;
    `rings`: somebody's telephone does, or they hear what it is about."""

    colleague: Colleague
    agent: str | None = None
    leg: str | None = None
    rung: int = 0
    rings: bool = False
