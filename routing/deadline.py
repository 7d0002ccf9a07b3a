from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """By `at` somebody must look at this thing again. See docs/floor.md for the kinds and what to do about each."""

    kind: str  # widen, offer, ring, cancel, wrap, presence or bring
    id: str
    at: datetime
