"""A department that does a part of what a case needs. The customer never deals with it: the owner of the case does."""

from dataclasses import dataclass
from datetime import timedelta

from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class Department:
    """What it is given is due `within` so much of its own working time: the hours of `calendar`.

    `lead` is the agent who learns of what is late there.
    """

    name: str
    words: Bilingual
    calendar: str
    within: timedelta
    lead: str | None = None
