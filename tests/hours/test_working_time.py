"""Time in which somebody works, between two moments and after one."""

from datetime import timedelta

import pytest

from hours.calendar import Stretch
from hours.closure import Closing, close_by_hand
from hours.opening_hours import OpeningHours
from hours.working_time import FAR, working_time
from records.database import writing
from tests.conftest import SettableClock
from tests.hours.conftest import at, in_istanbul

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours_of_work"),
    [
        ("fatura", "2026-11-23 10:00", "2026-11-23 12:00", 2),
        ("fatura", "2026-11-23 17:00", "2026-11-24 09:30", 2),
        ("fatura", "2026-11-27 17:00", "2026-11-30 09:30", 2),
        ("fatura", "2026-10-28 12:00", "2026-10-30 09:30", 2),
        ("fatura", "2026-11-21 10:00", "2026-11-22 10:00", 0),
        ("ariza", "2026-11-21 10:00", "2026-11-22 10:00", 24),
        ("gone", "2026-11-21 10:00", "2026-11-22 10:00", 24),
        (None, "2026-11-21 10:00", "2026-11-22 10:00", 24),
    ],
)
def test_nights_weekends_holidays_and_the_afternoons_of_half_days_do_not_count(
    hours: OpeningHours, calendar: str | None, start: str, end: str, hours_of_work: int
) -> None:
    assert working_time(hours, calendar).between(at(start), at(end)) == hours_of_work * HOUR


def test_the_moment_after_so_much_work_is_found_over_a_weekend_and_without_what_stood_still(
    hours: OpeningHours,
) -> None:
    work, friday = working_time(hours, "fatura"), at("2026-11-27 16:00")
    assert in_istanbul(work.after(friday, 3 * HOUR)) == "2026-11-30 09:30"
    night = Stretch(start=at("2026-11-27 18:00"), end=at("2026-11-30 08:30"))
    assert work.after(friday, 3 * HOUR, stopped=(night,)) == work.after(friday, 3 * HOUR)
    hour = Stretch(start=at("2026-11-27 16:30"), end=at("2026-11-27 17:30"))
    assert in_istanbul(work.after(friday, 3 * HOUR, stopped=(hour,))) == "2026-11-30 10:30"


def test_a_door_closed_by_hand_stops_no_clock(hours: OpeningHours, database: object, clock: SettableClock) -> None:
    with writing(hours._orders._database) as session:
        close_by_hand(session, Closing(calendar="fatura", until=clock() + 4 * HOUR, author="ops"), now=clock())
    hours.look_again()
    assert hours.opening_at("fatura", clock()).state == "closed"
    assert working_time(hours, "fatura").between(clock(), clock() + 2 * HOUR) == 2 * HOUR


def test_a_time_further_than_anybody_knows_holidays_of_ends_all_the_same(hours: OpeningHours) -> None:
    work, start = working_time(hours, "fatura"), at("2026-11-23 10:00")
    assert work.after(start, FAR) > start + FAR
    assert work.between(start, at("2999-01-01 00:00")) > timedelta(days=300_000)
