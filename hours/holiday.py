"""Public holidays and half days: calculated, and changed by whoever knows better."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

import holidays as calculated

from hours.bilingual import Bilingual
from hours.calendar import ALL_DAY, Minutes

HALF_DAY: Final = Minutes(start=13 * 60)
"""Law 2429: on the eves a holiday begins at one o'clock in the afternoon."""
SPOKEN: Final = {"tr": "tr", "en": "en_US"}

LONGEST_NAME: Final = 60
"""Letters: with the words around it, a caller's reason still fits in a URL."""

Source = Literal["calculated", "file", "database"]


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """`estimated` until a person has confirmed the date: feasts that follow the moon may be a day off."""

    day: date
    name: Bilingual
    minutes: Minutes = ALL_DAY
    estimated: bool = False
    source: Source = "calculated"


@dataclass(frozen=True, kw_only=True)
class HolidayChange:
    """What that day really is: a holiday for these minutes, or, where there are none, a day like any other."""

    day: date
    name: Bilingual
    minutes: Minutes | None
    source: Source


def holidays_of(year: int, changes: Mapping[date, HolidayChange]) -> tuple[Holiday, ...]:
    """The holidays of a year by date; a changed day is as the change has it."""
    kept = [holiday for holiday in calculated_holidays(year) if holiday.day not in changes]
    kept += [
        Holiday(day=change.day, name=change.name, minutes=change.minutes, source=change.source)
        for change in changes.values()
        if change.minutes and change.day.year == year
    ]
    return tuple(sorted(kept, key=lambda holiday: holiday.day))


def holidays_on(days: Iterable[date], changes: Mapping[date, HolidayChange]) -> Iterator[Holiday]:
    """The same for single days."""
    for day in days:
        change = changes.get(day)
        if change is None:
            yield from calculated_by_day(day.year).get(day, ())
        elif change.minutes:
            yield Holiday(day=day, name=change.name, minutes=change.minutes, source=change.source)


@cache
def calculated_by_day(year: int) -> Mapping[date, tuple[Holiday, ...]]:
    found = calculated_holidays(year)
    return {day: tuple(one for one in found if one.day == day) for day in {one.day for one in found}}


@cache
def calculated_holidays(year: int) -> tuple[Holiday, ...]:
    """Turkey's, as the library knows them. A day that is no other year's same day follows the moon: an estimate."""
    whole = _named(year, calculated.PUBLIC)
    halves = {day: names for day, names in _named(year, calculated.HALF_DAY).items() if day not in whole}
    return tuple(
        Holiday(day=day, name=name, minutes=minutes, estimated=_moves(day, name, category))
        for found, minutes, category in (
            (whole, ALL_DAY, calculated.PUBLIC),
            (halves, HALF_DAY, calculated.HALF_DAY),
        )
        for day, names in sorted(found.items())
        for name in names
    )


def _moves(day: date, name: Bilingual, category: str) -> bool:
    again = _named(day.year + 1, category)
    return all((day.month, day.day) != (other.month, other.day) for other, names in again.items() if name in names)


@cache
def _named(year: int, category: str) -> Mapping[date, tuple[Bilingual, ...]]:
    """Day → the holidays on it, in both languages. Two may fall on one day."""
    turkish, english = _found(year, category, "tr"), _english(year, category)
    return {day: tuple(Bilingual(tr=name, en=english[name]) for name in names) for day, names in turkish.items()}


def _english(year: int, category: str) -> Mapping[str, str]:
    """Turkish name → English. Learnt from days with one name, for two on one day are each sorted in their language."""
    learnt: dict[str, str] = {}
    for near in (year - 1, year + 1, year):
        english = _found(near, category, "en")
        learnt |= {names[0]: english[day][0] for day, names in _found(near, category, "tr").items() if len(names) == 1}
    return learnt


@cache
def _found(year: int, category: str, language: str) -> Mapping[date, tuple[str, ...]]:
    """What the library says of a year, without the hour that it writes behind the names of half days."""
    found = calculated.country_holidays(
        "TR", years=year, categories=(category,), language=SPOKEN[language], islamic_show_estimated=False
    )
    return {
        day: tuple(name.partition(" (")[0] for name in found.get_list(day)) for day in sorted(found) if day.year == year
    }
