"""Turkey's holidays and half days: calculated, marked where they are estimates, and changed by who knows better."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine

from hours.calendar import ALL_DAY, Minutes
from hours.holiday import Holiday, calculated_holidays
from hours.holiday_order import forget_holiday_order, order_holiday
from hours.opening_hours import Calendars, OpeningHours
from records.database import writing
from tests.conftest import SettableClock
from tests.hours.conftest import at


def on(day: str, found: tuple[Holiday, ...]) -> list[Holiday]:
    return [holiday for holiday in found if holiday.day == date.fromisoformat(day)]


def test_feasts_that_follow_the_moon_are_estimates_and_holidays_with_a_date_of_their_own_are_not() -> None:
    found = calculated_holidays(2027)
    estimated = {holiday.name.tr for holiday in found if holiday.estimated}
    assert estimated == {"Ramazan Bayramı", "Kurban Bayramı"}
    (republic,) = on("2027-10-29", found)
    assert (republic.name.tr, republic.name.en, republic.estimated) == ("Cumhuriyet Bayramı", "Republic Day", False)


def test_on_an_eve_the_holiday_begins_at_one_o_clock() -> None:
    for day in ("2026-10-28", "2026-03-19", "2026-05-26"):
        (eve,) = on(day, calculated_holidays(2026))
        assert eve.minutes == Minutes(start=13 * 60)
        assert "(" not in eve.name.tr + eve.name.en


def test_two_holidays_on_one_day_keep_their_names_apart_in_both_languages() -> None:
    both = {(one.name.tr, one.name.en) for one in on("2027-05-19", calculated_holidays(2027))}
    assert ("Kurban Bayramı", "Eid al-Adha") in both and len(both) == 2


def test_every_holiday_has_the_same_english_name_in_every_year() -> None:
    names: dict[str, set[str]] = {}
    for year in range(2020, 2060):
        for holiday in calculated_holidays(year):
            names.setdefault(holiday.name.tr, set()).add(holiday.name.en)
    assert {name: english for name, english in names.items() if len(english) > 1} == {}


def test_a_feast_comes_twice_in_some_years_and_is_still_an_estimate() -> None:
    feasts = [one.day.month for one in calculated_holidays(2039) if one.name.tr == "Kurban Bayramı" and one.estimated]
    assert {1, 12} == set(feasts)


def test_what_the_centre_writes_wins_over_the_calculation(reads: Callable[[str], Calendars], database, clock) -> None:
    text = """\
holidays:
  - {day: 2027-03-09, is: holiday, name: {tr: Ramazan Bayramı, en: Eid al-Fitr}}
  - {day: 2026-12-31, is: half_day, from: "12:00", name: {tr: Yılbaşı arifesi, en: New Year's Eve}}
  - {day: 2026-10-29, is: working_day}
calendars: {bill: {open: [{days: weekdays, from: "08:30", to: "18:00"}]}}
"""
    hours = OpeningHours(reads(text), database, clock)
    (confirmed,) = on("2027-03-09", hours.holidays_of(2027))
    assert (confirmed.estimated, confirmed.source) == (False, "file")
    assert hours.opening_at("bill", at("2026-10-29 11:00")).state == "open"
    told = hours.opening_at("bill", at("2026-12-31 12:00"))
    assert (told.cause, told.why.en) == ("holiday", "we are closed for New Year's Eve")
    assert hours.opening_at("bill", at("2026-12-31 11:59")).state == "open"


@pytest.mark.both_databases
def test_what_is_ordered_wins_over_the_file_until_it_is_forgotten(
    reads: Callable[[str], Calendars], database: Engine, clock: SettableClock
) -> None:
    text = 'holidays: [{day: 2026-11-23, is: holiday}]\ncalendars: {bill: {open: [{from: "08:30", to: "18:00"}]}}\n'
    hours = OpeningHours(reads(text), database, clock)
    assert hours.opening_at("bill", clock()).cause == "holiday"
    clock.advance(2)
    day = date(2026, 11, 23)
    with writing(database) as session:
        order_holiday(session, day, names=(None, None), minutes=None, author="selin", now=clock())
    assert hours.opening_at("bill", clock()).state == "open"
    clock.advance(2)
    with writing(database) as session:
        order_holiday(session, day, names=("Seçim", "Elections"), minutes=ALL_DAY, author="selin", now=clock())
    assert hours.opening_at("bill", clock()).why.en == "we are closed for Elections"
    clock.advance(2)
    with writing(database) as session:
        assert forget_holiday_order(session, day, author="selin", now=clock())
        assert not forget_holiday_order(session, day, author="selin", now=clock())
    assert hours.opening_at("bill", clock()).why.en == "we are closed for a public holiday"
