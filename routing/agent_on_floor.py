from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AgentOnFloor:
    """An agent as the floor sees them.

    `state` (logged_out, not_ready, ready, reserved, talking, wrap_up) is computed from the other facts. `presence` is
    what the agent asked for: while reserved, talking or in wrap-up it is the status they go to afterwards. Until
    `paused_until` a ready agent is not_ready by our doing (rona, busy, cool_down, breather, …). `no_answers` are
    those in a row; `handled_seconds` were spent with callers and their paperwork since signing in.
    """

    id: str
    state: str
    reason: str
    since: datetime
    presence: str
    presence_until: datetime | None
    call: str | None
    reservation: str | None
    wrap_up_until: datetime | None
    lines: tuple[str, ...]
    endpoint: str
    paused_until: datetime | None = None
    no_answers: int = 0
    handled_seconds: float = 0.0
