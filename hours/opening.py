"""Whether a calendar is open at a moment, why, and until when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from hours.bilingual import Bilingual, about, catalogued
from hours.calendar import ALL_DAY, Calendar, Minutes, Stretch, days_from, stretch_on
from hours.closure import Closure
from hours.crisis import Crisis
from hours.holiday import HolidayChange, holidays_on

State = Literal["open", "last_call", "closed"]
Cause = Literal["closed_by_hand", "closed_by_rule", "holiday", "open_rule", "outside_hours", "crisis"]

NEAR: Final = (1, 3)
"""Days looked ahead for the end of being open; who is open for longer has no end worth telling."""
FAR: Final = (2, 8, 40, 400)
"""Days looked ahead for the next opening."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """`closes` is told of an open calendar and `opens` of a closed one, where there is such a moment."""

    calendar: str
    at: datetime
    state: State
    cause: Cause
    why: Bilingual
    closes: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Shut(Stretch):
    """Closed whatever the rules of opening say."""

    cause: Cause
    why: Bilingual


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """A calendar with what was ordered beside it."""

    calendar: Calendar
    closures: tuple[Closure, ...] = ()
    holidays: Mapping[date, HolidayChange]
    crisis: Crisis | None = None

    def opening_at(self, moment: datetime) -> Opening:
        """By hand closed > closed by rule > open by rule > closed; a crisis goes before all of them."""
        for days in NEAR:
            now = next((open for open in self.stretches(self._days(moment, days)) if moment in open), None)
            if now is None:
                return self._closed(moment)
            if now.end < self._horizon(moment, days):
                return self._open(moment, now.end)
        return self._open(moment, None)

    def stretches(self, days: tuple[date, ...]) -> Iterator[Stretch]:
        """When it is open in these days, in order, whatever crosses their midnights in one piece."""
        shut = list(self._shut(days))
        usual = [left for stretch in _merged(self._by_rule(days)) for left in without(stretch, shut)]
        yield from _merged((*usual, *self._in_a_crisis()))

    def day(self, day: date) -> tuple[Stretch, ...]:
        """When it is open on that day of the calendar, whatever crosses its midnights cut off."""
        whole = stretch_on(day, ALL_DAY, self.calendar.zone)
        near = self.stretches(tuple(days_from(day - timedelta(days=1), 3)))
        cut = (Stretch(start=max(one.start, whole.start), end=min(one.end, whole.end)) for one in near)
        return tuple(one for one in cut if one.start < one.end)

    def shut_on(self, day: date) -> tuple[Bilingual, ...]:
        """Why it is closed for a part of that day, or for all of it."""
        whole = stretch_on(day, ALL_DAY, self.calendar.zone)
        return tuple(one.why for one in self._shut((day,)) if one.start < whole.end and one.end > whole.start)

    def _open(self, moment: datetime, closes: datetime | None) -> Opening:
        last = timedelta(minutes=self.calendar.last_call_minutes)
        state: State = "last_call" if closes is not None and moment >= closes - last else "open"
        crisis = any(moment in stretch for stretch in self._in_a_crisis())
        return Opening(
            calendar=self.calendar.name, at=moment, state=state, cause="crisis" if crisis else "open_rule",
            why=catalogued("crisis_open" if crisis else "open"), closes=closes,
        )  # fmt: skip

    def _closed(self, moment: datetime) -> Opening:
        shut = next((one for one in self._shut(self._days(moment, NEAR[0])) if moment in one), None)
        cause: Cause = shut.cause if shut else "outside_hours"
        why = shut.why if shut else catalogued("outside_hours")
        opens = next(filter(None, (self._next(moment, days) for days in FAR)), None)
        return Opening(calendar=self.calendar.name, at=moment, state="closed", cause=cause, why=why, opens=opens)

    def _next(self, moment: datetime, days: int) -> datetime | None:
        ahead = self.stretches(self._days(moment, days))
        return next((open.start for open in ahead if open.start > moment), None)

    def _days(self, moment: datetime, days: int) -> tuple[date, ...]:
        """Yesterday, whose late opening may go on, today, and so many days more."""
        return tuple(days_from(moment.astimezone(self.calendar.zone).date() - timedelta(days=1), days + 2))

    def _horizon(self, moment: datetime, days: int) -> datetime:
        """Behind it nothing was looked at."""
        return stretch_on(self._days(moment, days)[-1], ALL_DAY, self.calendar.zone).end

    def _by_rule(self, days: tuple[date, ...]) -> Iterator[Stretch]:
        for day in days:
            for rule in self.calendar.open:
                if rule.holds_on(day):
                    stretch = stretch_on(day, rule.minutes, self.calendar.zone)
                    if stretch.start < stretch.end:
                        yield stretch

    def _shut(self, days: tuple[date, ...]) -> Iterator[Shut]:
        """What weighs most comes first."""
        if self.crisis and self.crisis.overrides(self.calendar.name) and self.crisis.hours == "closed":
            why = catalogued("crisis_closed")
            yield Shut(start=self.crisis.began_at, end=self.crisis.until, cause="crisis", why=why)
        yield from self._shut_by_hand()
        for rule in self.calendar.closed:
            for day in filter(rule.dates.__contains__, days):
                yield self._shut_on(day, rule.minutes, "closed_by_rule", rule.why)
        if self.calendar.closed_on_holidays:
            for holiday in holidays_on(days, self.holidays):
                yield self._shut_on(holiday.day, holiday.minutes, "holiday", about(holiday.name, "closed_on_holiday"))

    def _shut_by_hand(self) -> Iterator[Shut]:
        for closure in self.closures:
            if closure.calendar == self.calendar.name:
                yield Shut(start=closure.began_at, end=closure.until, cause="closed_by_hand", why=closure.why)

    def _in_a_crisis(self) -> list[Stretch]:
        """When a crisis keeps it open: whatever its rules say, but not against who closed it by hand."""
        if self.crisis is None or not self.crisis.overrides(self.calendar.name) or self.crisis.hours != "open":
            return []
        return without(Stretch(start=self.crisis.began_at, end=self.crisis.until), self._shut_by_hand())

    def _shut_on(self, day: date, minutes: Minutes, cause: Cause, why: Bilingual) -> Shut:
        stretch = stretch_on(day, minutes, self.calendar.zone)
        return Shut(start=stretch.start, end=stretch.end, cause=cause, why=why)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, and those that touch or overlap in one piece."""
    merged: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda one: (one.start, one.end)):
        if merged and stretch.start <= merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return merged


def without(stretch: Stretch, shut: Iterable[Stretch]) -> list[Stretch]:
    """What is left of it, in order where `shut` is in order."""
    left = [stretch]
    for cut in shut:
        left = [
            Stretch(start=start, end=end)
            for one in left
            for start, end in ((one.start, min(one.end, cut.start)), (max(one.start, cut.end), one.end))
            if start < end
        ]
    return left
