"""Time in which somebody works: how much of it lies between two moments, and when so much of it will have passed.

A calendar's rules and its holidays count. What was closed by hand and crises do not: they are no way out of a promise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hours.calendar import Stretch, days_from
from hours.errors import CalendarUnknown
from hours.opening import Timetable, without
from hours.opening_hours import OpeningHours

A_DAY: Final = timedelta(days=1)
CHUNK: Final = 14
"""Days whose opening is worked out in one go."""
FAR: Final = timedelta(days=800)
"""Behind it every hour counts: nobody knows the holidays of so distant a year, and nobody's rules last so long."""
NOTHING: Final = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """Without a timetable every hour of every day counts."""

    timetable: Timetable | None = None

    def between(self, start: datetime, end: datetime, *, stopped: Sequence[Stretch] = ()) -> timedelta:
        """How much of it lies between; `stopped` are times when nothing counted."""
        return sum((one.end - one.start for one in self._counted(start, end, stopped)), NOTHING)

    def after(self, start: datetime, length: timedelta, *, stopped: Sequence[Stretch] = ()) -> datetime:
        """The moment by which so much of it has passed since `start`; `start` itself at the end of all calendars."""
        try:
            return self._after(start, length, stopped)
        except OverflowError:
            return start

    def _after(self, start: datetime, length: timedelta, stopped: Sequence[Stretch]) -> datetime:
        left, last = length, start
        stops = sum((one.end - one.start for one in stopped), NOTHING)
        for one in self._counted(start, start + FAR + length + stops, stopped):
            if left <= one.end - one.start:
                return one.start + left
            left, last = left - (one.end - one.start), one.end
        return last + left

    def _counted(self, start: datetime, end: datetime, stopped: Sequence[Stretch]) -> Iterator[Stretch]:
        for one in self._open(start, end):
            yield from without(one, stopped)

    def _open(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        moment, horizon = start, start if self.timetable is None else min(end, start + FAR)
        while self.timetable is not None and moment < horizon:
            upto = min(moment + CHUNK * A_DAY, horizon)
            yield from _open_in(self.timetable, moment, upto)
            moment = upto
        if moment < end:
            yield Stretch(start=moment, end=end)


def _open_in(timetable: Timetable, start: datetime, end: datetime) -> Iterator[Stretch]:
    yesterday = start.astimezone(timetable.calendar.zone).date() - A_DAY
    for one in timetable.stretches(tuple(days_from(yesterday, CHUNK + 4))):
        if one.start < end and one.end > start:
            yield Stretch(start=max(one.start, start), end=min(one.end, end))


ROUND_THE_CLOCK: Final = WorkingTime()


def working_time(hours: OpeningHours, calendar: str | None) -> WorkingTime:
    """By a calendar of the centre; round the clock without one, and where the centre has it no longer."""
    if calendar is None:
        return ROUND_THE_CLOCK
    try:
        return WorkingTime(timetable=replace(hours.timetable(calendar), closures=(), crisis=None))
    except CalendarUnknown:
        return ROUND_THE_CLOCK
