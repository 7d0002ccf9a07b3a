"""A calendar: the rules by which one service of the centre is open or closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hours.bilingual import Bilingual
from hours.wall_time import moment_at

WHOLE_DAY: Final = 1440
"""Minutes. A day's end is the next day's beginning."""


@dataclass(frozen=True, kw_only=True)
class Dates:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """A part of a day, in minutes after midnight. One that ends before it begins goes on into the next day."""

    start: int = 0
    end: int = WHOLE_DAY


ALL_DAY: Final = Minutes()


@dataclass(frozen=True, kw_only=True)
class OpenRule:
    """Open on these days of the week (Monday is 0); with `dates`, only then."""

    days: frozenset[int]
    minutes: Minutes
    dates: Dates | None = None

    def holds_on(self, day: date) -> bool:
        return day.weekday() in self.days and (self.dates is None or day in self.dates)


@dataclass(frozen=True, kw_only=True)
class ClosedRule:
    """Closed on these dates, for the whole day or for a part of it, and why."""

    dates: Dates
    why: Bilingual
    minutes: Minutes = ALL_DAY


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """`last_call_minutes` before closing, callers hear that there is not much time left."""

    name: str
    zone: ZoneInfo
    open: tuple[OpenRule, ...]
    closed: tuple[ClosedRule, ...] = ()
    closed_on_holidays: bool = True
    last_call_minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From a moment up to another, in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def stretch_on(day: date, minutes: Minutes, zone: ZoneInfo) -> Stretch:
    """A part of that day as moments, by the clock on the wall: one that is in a gap of summer time has no length."""
    end = minutes.end if minutes.end > minutes.start else minutes.end + WHOLE_DAY
    return Stretch(start=moment_at(day, minutes.start, zone), end=moment_at(day, end, zone))


def days_from(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(count))
