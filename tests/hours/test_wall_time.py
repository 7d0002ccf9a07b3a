"""What the clock on the wall says: every day on which one is put forward or back, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hours.calendar import Calendar, Minutes, OpenRule
from hours.opening import Timetable
from hours.wall_time import moment_at, moment_of
from tests.hours.transitions import AT_MIDNIGHT, SIX_ZONES, transitions

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
NEAR = timedelta(hours=3)


def walls_near(transition: datetime, zone: ZoneInfo) -> dict[datetime, datetime]:
    """What a clock that hangs there shows, and since when: what it shows or has passed without showing it."""
    shown: dict[datetime, datetime] = {}
    at = transition - NEAR
    latest = at.astimezone(zone).replace(tzinfo=None) - MINUTE
    while at < transition + NEAR:
        here = at.astimezone(zone).replace(tzinfo=None)
        while latest < here:
            latest += MINUTE
            shown[latest] = at
        at += MINUTE
    return shown


@pytest.mark.parametrize("name", [*SIX_ZONES, *AT_MIDNIGHT])
def test_every_wall_time_is_the_first_moment_at_which_the_clock_shows_or_has_passed_it(name: str) -> None:
    zone = ZoneInfo(name)
    for transition in transitions(zone):
        shown = walls_near(transition, zone)
        assert {wall: moment_of(wall, zone) for wall in shown} == shown


def test_the_zones_of_these_tests_are_worth_looking_at() -> None:
    found = {name: len(list(transitions(ZoneInfo(name)))) for name in (*SIX_ZONES, *AT_MIDNIGHT)}
    assert found["Europe/Istanbul"] == found["Asia/Tehran"] == 0
    assert all(found[name] == 12 for name in found if name not in ("Europe/Istanbul", "Asia/Tehran"))


def test_a_time_that_does_not_exist_is_the_first_moment_after_the_gap() -> None:
    assert moment_of(datetime(2027, 3, 28, 2, 30), BERLIN) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert moment_of(datetime(2026, 10, 25, 2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_was_promised_for_ten_is_kept_at_ten_on_both_sides_of_a_change() -> None:
    around = [moment_at(date(2027, 3, day), 600, BERLIN).astimezone(BERLIN).hour for day in (27, 28, 29)]
    assert around == [10, 10, 10]
    assert moment_at(date(2027, 3, 27), 1440 + 600, BERLIN) == moment_at(date(2027, 3, 28), 600, BERLIN)


def test_seconds_are_kept_and_a_whole_day_may_be_missing() -> None:
    assert moment_of(datetime(2026, 11, 23, 10, 0, 30), BERLIN) == datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
    samoa = ZoneInfo("Pacific/Apia")
    assert moment_of(datetime(2011, 12, 30, 12, 0), samoa) == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)


def test_hours_that_lie_in_a_gap_are_no_hours_that_day() -> None:
    open = (OpenRule(days=frozenset(range(7)), minutes=Minutes(start=130, end=170)),)
    timetable = Timetable(calendar=Calendar(name="night", zone=BERLIN, open=open), holidays={})
    told = timetable.opening_at(datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    assert (told.state, told.opens) == ("closed", datetime(2027, 3, 29, 0, 10, tzinfo=UTC))
