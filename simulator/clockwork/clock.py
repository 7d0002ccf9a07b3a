"""The two clocks a simulated telephone network can run on."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

LONGEST_LEAP_SECONDS = 400 * 86_400
"""Any holiday is within a year."""

EPOCH = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""Where a virtual clock starts unless told otherwise: a Monday morning."""


class Clock(Protocol):
    """Says what time it is, always as an aware UTC datetime."""

    def __call__(self) -> datetime: ...


class VirtualClock:
    """A clock that only moves when told to, so that a twenty-minute wait takes a millisecond to test."""

    def __init__(self, start: datetime = EPOCH) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self.advance_to(self._now + timedelta(seconds=seconds))

    def advance_to(self, moment: datetime) -> None:
        """Move forward to this moment; a moment already past is ignored, time never runs backwards."""
        self._now = max(self._now, moment)


class RealClock:
    """The wall clock, optionally running `speed` times faster than the wall, and leaping forward when told to.

    With a `leaps` file the sum of all leaps is kept there, in seconds, for other programs on this machine that want to
    live in the same time; the clock begins with what is in it.
    """

    def __init__(self, speed: float = 1.0, leaps: Path | None = None) -> None:
        self.speed = speed
        self._leaps = leaps
        self._leapt = timedelta(seconds=_leapt_before(leaps))
        self._started_at = datetime.now(UTC)
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return self._started_at + self._leapt + timedelta(seconds=(time.monotonic() - self._started) * self.speed)

    def leap(self, seconds: float) -> None:
        """It is so much later now, at once; what was due in between is overdue. Raises ValueError for the past."""
        if not 0 <= seconds <= LONGEST_LEAP_SECONDS:
            raise ValueError(f"a leap is from 0 to {LONGEST_LEAP_SECONDS} seconds; time does not go back")
        self._leapt += timedelta(seconds=seconds)
        if self._leaps is not None:
            written = self._leaps.with_suffix(".new")
            written.write_text(f"{self._leapt.total_seconds():.3f}\n")
            written.replace(self._leaps)

    def real_seconds(self, simulated: float) -> float:
        """How long the wall clock needs for that many simulated seconds."""
        return simulated / self.speed


def _leapt_before(leaps: Path | None) -> float:
    """Seconds; a file that is not there, or is not a number, is no leap."""
    try:
        return float(leaps.read_text()) if leaps is not None else 0.0
    except (OSError, ValueError):
        return 0.0
