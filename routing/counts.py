from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The floor at a glance."""

    waiting: Mapping[str, int]  # by queue
    agents: Mapping[str, int]  # by state
    deadlines: int
    happenings: int  # transitions whose events are not yet in the journal
