"""The two clocks a simulated telephone network can run on."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

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
    """The wall clock, optionally running `speed` times faster than the wall."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._started_at = datetime.now(UTC)
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return self._started_at + timedelta(seconds=(time.monotonic() - self._started) * self.speed)

    def real_seconds(self, simulated: float) -> float:
        """How long the wall clock needs for that many simulated seconds."""
        return simulated / self.speed
