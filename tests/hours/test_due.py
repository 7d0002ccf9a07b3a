"""What is promised within so many hours is promised for hours in which somebody is there."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hours.due import due_within
from hours.errors import CalendarUnknown
from hours.opening_hours import OpeningHours
from tests.hours.conftest import at, in_istanbul


@pytest.mark.parametrize(
    ("calendar", "moment", "within", "due"),
    [
        ("fatura", "2026-11-23 10:00", 4, "2026-11-23 14:00"),
        ("fatura", "2026-11-23 10:01", 4, "2026-11-23 14:15"),
        ("fatura", "2026-11-23 16:00", 4, "2026-11-24 10:30"),
        ("fatura", "2026-11-23 03:00", 1, "2026-11-23 09:30"),
        ("fatura", "2026-11-27 17:00", 2, "2026-11-30 09:30"),
        ("fatura", "2026-11-23 16:58", 1, "2026-11-23 18:00"),
        ("fatura", "2026-10-28 12:00", 3, "2026-10-30 10:30"),
        ("ariza", "2026-11-22 04:10", 8, "2026-11-22 12:15"),
    ],
)
def test_closed_hours_and_holidays_do_not_count(
    hours: OpeningHours, calendar: str, moment: str, within: int, due: str
) -> None:
    assert in_istanbul(due_within(hours, calendar, at(moment), timedelta(hours=within))) == due


def test_a_calendar_nobody_knows_is_told(hours: OpeningHours) -> None:
    with pytest.raises(CalendarUnknown):
        due_within(hours, "yok", at("2026-11-23 10:00"), timedelta(hours=1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(0, 60 * 24 * 40), within=st.integers(1, 60))
def test_a_promise_is_never_due_before_it_could_be_kept_nor_while_nobody_is_there(
    hours: OpeningHours, minutes: int, within: int
) -> None:
    now = at("2026-11-01 00:00") + timedelta(minutes=minutes)
    due = due_within(hours, "destek", now, timedelta(hours=within))
    assert due >= now + timedelta(hours=within)
    assert hours.opening_at("destek", due - timedelta(seconds=1)).state != "closed"
