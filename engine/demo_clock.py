"""The demo's present: the wall clock, and as much later as the telephone page has made it.

The simulator writes the sum of its leaps to a file, and every process of the demo adds it. Nothing but a demo has one.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.settings import Settings

NO_LEAP = timedelta(0)


def present() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """What tells the time in this process."""
    return LeapingClock(leaps_file(settings)) if settings.mode == "demo" else present


def leaps_file(settings: Settings) -> Path:
    return settings.var / "leaps"


class LeapingClock:
    """The present plus the seconds in a file, which is looked at again whenever it has been replaced."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = 0
        self._leapt = NO_LEAP

    def __call__(self) -> datetime:
        return present() + self._leap()

    def _leap(self) -> timedelta:
        try:
            written = self._file.stat().st_mtime_ns
            if written != self._seen:
                self._leapt, self._seen = timedelta(seconds=float(self._file.read_text())), written
        except FileNotFoundError:
            self._leapt, self._seen = NO_LEAP, 0
        return self._leapt
