"""When clocks are put forward or back: six zones that do it in six ways, or have stopped doing it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SIX_ZONES = (
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Tehran",
)
"""Neither Istanbul nor Tehran has summer time since 2016 and 2022; Lord Howe's is half an hour."""
AT_MIDNIGHT = ("America/Santiago", "Africa/Cairo", "Asia/Beirut", "America/Havana")
"""Where a midnight is missing or comes twice."""
A_DAY = timedelta(days=1)
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def transitions(zone: ZoneInfo, first: datetime = FIRST, last: datetime = LAST) -> Iterator[datetime]:
    """The first moment of each new offset, to the minute."""
    day = first
    while day < last:
        if _offset(day, zone) != _offset(day + A_DAY, zone):
            minutes = (day + timedelta(minutes=n) for n in range(1, 1441))
            yield next(at for at in minutes if _offset(at, zone) != _offset(day, zone))
        day += A_DAY


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
