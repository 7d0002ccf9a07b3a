"""What the clock on the wall says, as a moment. What was promised for ten o'clock is kept at ten, summer time or not.

Where a clock is put forward, some times do not exist that day: whoever names one means the first moment after the gap.
Where it is put back, some come twice: the first of the two is meant.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

EXACT: Final = timedelta(seconds=1)
"""Clocks are put forward and back on whole seconds."""
DAYS_KNOWN: Final = 20_000
"""Years of several calendars: promises and slots are worked out over the same days time and again."""


@lru_cache(maxsize=DAYS_KNOWN)
def moment_at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """So many minutes after that day's midnight, by the clock on the wall; more than a day's are in the days after."""
    return moment_of(datetime.combine(day, time.min) + timedelta(minutes=minutes), zone)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which a wall clock of that zone first shows this time or has passed it."""
    local = wall.replace(tzinfo=zone, fold=0)
    late = local.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), late, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `before` whose offset is that of `after`."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > EXACT:
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if middle <= before:
            break
        before, after = (before, middle) if middle.astimezone(zone).utcoffset() == offset else (middle, after)
    return after
