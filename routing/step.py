"""One step of a plan, and why it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Step:
    """From `after_seconds` of waiting on, the agents of `line` may be offered this caller too."""

    after_seconds: float
    line: str
    why: str  # owner, stand_in, last_agent, team or ring


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why the plan is as it is: a key for routing.explain and its arguments."""

    key: str
    args: Mapping[str, str] = field(default_factory=dict)
