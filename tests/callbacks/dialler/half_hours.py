"""When somebody may be called, worked out the simple way: every half hour of six years is looked at by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

HALF_HOUR = timedelta(minutes=30)
FIRST, LAST = datetime(2024, 12, 30, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC)
ISTANBUL = ZoneInfo("Europe/Istanbul")
FROM_HOUR, UNTIL_HOUR = 9, 20
OPEN = {
    "destek": {**dict.fromkeys(range(5), (8.0, 20.0)), 5: (9.0, 18.0)},
    "fatura": dict.fromkeys(range(5), (8.5, 18.0)),
}
"""Hours of the shipped calendars, by day of the week."""


@dataclass(frozen=True, kw_only=True)
class HalfHours:
    """Which half hours are permitted, and of each the first permitted one from it on."""

    permitted: list[bool]
    first: list[int | None]

    def first_from(self, moment: datetime) -> datetime | None:
        number = -((FIRST - moment) // HALF_HOUR)
        inside = int((moment - FIRST) // HALF_HOUR)
        if self.permitted[inside]:
            return moment
        found = self.first[number]
        return None if found is None else FIRST + found * HALF_HOUR


@cache
def half_hours(zones: tuple[str, ...], calendar: str | None = None) -> HalfHours:
    permitted = [_may(at, zones, calendar) for at in _all()]
    first: list[int | None] = [None] * len(permitted)
    latest = None
    for number in reversed(range(len(permitted))):
        latest = number if permitted[number] else latest
        first[number] = latest
    return HalfHours(permitted=permitted, first=first)


def _all() -> Iterable[datetime]:
    return (FIRST + n * HALF_HOUR for n in range((LAST - FIRST) // HALF_HOUR))


def _may(at: datetime, zones: tuple[str, ...], calendar: str | None) -> bool:
    by_day = all(FROM_HOUR <= at.astimezone(ZoneInfo(zone)).hour < UNTIL_HOUR for zone in zones)
    return by_day and (calendar is None or _open(at, calendar))


def _open(at: datetime, calendar: str) -> bool:
    here = at.astimezone(ISTANBUL)
    hour = here.hour + here.minute / 60
    opens, closes = OPEN[calendar].get(here.weekday(), (0.0, 0.0))
    if here.date() in days_off("public"):
        return False
    return opens <= hour < min(closes, 13.0 if here.date() in days_off("half_day") else closes)


@cache
def days_off(category: str) -> frozenset[date]:
    """Turkey's public holidays, or its half days."""
    return frozenset(holidays.country_holidays("TR", years=range(2024, 2032), categories=(category,)))
