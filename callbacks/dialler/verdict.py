"""Whether somebody may be called just now, or when they may be, or why never: a decision, for others to act on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

TOO_EARLY: Final = "too_early"
"""The window they were promised has not begun."""
QUIET_HOURS: Final = "quiet_hours"
"""It is night, or early or late, somewhere their number may be."""
CLOSED: Final = "closed"
"""The queue that would speak with them is closed: outside its hours, on a holiday, by hand."""

NOT_WANTED: Final = "not_wanted"
"""It is over, or its promise is, or its case was closed and it was about nothing else."""
HARDSHIP: Final = "hardship"
"""The register of hardship forbids a call with this purpose."""
NO_CONSENT: Final = "no_consent"
"""Such calls are made only to those who agreed to them, and they did not, or not any longer."""
OPTED_OUT: Final = "opted_out"
"""They do not want to be called for what they did not ask for."""
NO_MOMENT: Final = "no_moment"
"""No moment within a year at which they may be called and somebody is there: a person must look at it."""


@dataclass(frozen=True, kw_only=True)
class Now:
    """They may be called at this moment, and not from `until` on, as far as is known: then it must be asked again."""

    until: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class Later:
    """Not before `at`, the first moment at which all holds that is known today. `why`: what does not hold now."""

    at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class Never:
    """Not for this callback. `why` is one of this module's words, or the rule of numbers that refused."""

    why: str


Verdict = Now | Later | Never
