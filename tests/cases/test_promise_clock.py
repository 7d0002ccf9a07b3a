"""The clock of a promise: computed from what was agreed and the pauses, in working hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from cases.promise_clock import Course, Milestones, milestones, share_gone
from engine.hours_file import read_hours
from engine.shipped import shipped
from hours.calendar import Stretch
from hours.opening_hours import OpeningHours
from hours.working_time import ROUND_THE_CLOCK, WorkingTime, working_time
from tests.conftest import SettableClock
from tests.hours.conftest import at, in_istanbul

Pauses = list[tuple[str, str]]


@pytest.fixture
def work(database: Engine, clock: SettableClock) -> WorkingTime:
    """Mondays to Fridays from 8:30 to 18:00."""
    return working_time(OpeningHours(read_hours(shipped("centre") / "hours.yaml"), database, clock), "fatura")


def course(since: str, agreed_for: str, *pauses: tuple[str, str]) -> Course:
    stopped = tuple(Stretch(start=at(start), end=at(end)) for start, end in pauses)
    return Course(since=at(since), agreed_for=at(agreed_for), stopped=stopped)


def clock_of(told: Course, work: WorkingTime) -> Milestones:
    return milestones(told, work, warn_percent=75, repeat_percent=150)


def told(clock: Milestones) -> tuple[str, str, str]:
    return in_istanbul(clock.warn_at), in_istanbul(clock.due_at), in_istanbul(clock.repeat_at)


@pytest.mark.parametrize(
    ("since", "agreed_for", "moments"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00", ("2026-11-23 13:00", "2026-11-23 14:00", "2026-11-23 16:00")),
        ("2026-11-27 16:00", "2026-11-30 10:30", ("2026-11-30 09:30", "2026-11-30 10:30", "2026-11-30 12:30")),
        ("2026-10-28 11:00", "2026-10-30 10:30", ("2026-10-30 09:30", "2026-10-30 10:30", "2026-10-30 12:30")),
        ("2026-11-23 10:00", "2026-11-23 10:20", ("2026-11-23 10:15", "2026-11-23 10:20", "2026-11-23 11:20")),
        ("2026-11-28 10:00", "2026-11-28 14:00", ("2026-11-28 13:00", "2026-11-28 14:00", "2026-11-28 16:00")),
    ],
    ids=["a day", "a weekend", "a half day and a holiday", "an hour more at least", "agreed for a closed day"],
)
def test_a_promise_is_warned_of_broken_and_asked_for_again_by_working_hours(
    work: WorkingTime, since: str, agreed_for: str, moments: tuple[str, str, str]
) -> None:
    assert told(clock_of(course(since, agreed_for), work)) == moments


@pytest.mark.parametrize(
    ("pause", "due"),
    [
        (("2026-11-23 11:00", "2026-11-23 12:00"), "2026-11-23 15:00"),
        (("2026-11-23 13:00", "2026-11-24 13:00"), "2026-11-24 14:00"),
        (("2026-11-22 09:00", "2026-11-23 10:30"), "2026-11-23 14:30"),
        (("2026-11-23 15:00", "2026-11-23 16:00"), "2026-11-23 14:00"),
    ],
    ids=["an hour", "over night", "since before", "after it was due"],
)
def test_while_we_wait_for_the_customer_nothing_counts(work: WorkingTime, pause: tuple[str, str], due: str) -> None:
    assert in_istanbul(clock_of(course("2026-11-23 10:00", "2026-11-23 14:00", pause), work).due_at) == due


def test_a_pause_on_a_holiday_or_at_night_puts_nothing_off(work: WorkingTime) -> None:
    over_the_holiday = ("2026-10-28 13:00", "2026-10-30 08:30")
    plain = course("2026-10-28 11:00", "2026-10-30 10:30")
    assert clock_of(course("2026-10-28 11:00", "2026-10-30 10:30", over_the_holiday), work) == clock_of(plain, work)


def test_the_share_that_is_gone_stands_still_at_night_and_in_a_pause_and_goes_on_when_late(work: WorkingTime) -> None:
    whole = course("2026-11-23 16:00", "2026-11-24 10:30", ("2026-11-23 17:00", "2026-11-23 17:30"))
    moments = ["2026-11-23 17:00", "2026-11-23 17:30", "2026-11-23 23:00", "2026-11-24 08:30", "2026-11-24 14:30"]
    assert [share_gone(whole, work, at(moment)) for moment in moments] == [0.25, 0.25, 0.375, 0.375, 1.875]


@settings(max_examples=100, deadline=None)
@given(
    length=st.integers(1, 60 * 24 * 30),
    pauses=st.lists(st.tuples(st.integers(0, 60 * 24 * 40), st.integers(1, 60 * 24 * 5)), max_size=4),
)
def test_pauses_only_ever_put_off_and_the_three_moments_keep_their_order(
    length: int, pauses: list[tuple[int, int]]
) -> None:
    since = datetime.fromisoformat("2026-11-01T00:00+03:00")
    minute = timedelta(minutes=1)
    stopped = tuple(Stretch(start=since + a * minute, end=since + (a + b) * minute) for a, b in pauses)
    agreed = since + length * minute
    clock = clock_of(Course(since=since, agreed_for=agreed, stopped=stopped), ROUND_THE_CLOCK)
    assert agreed <= clock.due_at < clock.repeat_at
    assert since <= clock.warn_at <= clock.due_at


@pytest.mark.parametrize("agreed_for", ["2026-11-20 10:00", "9999-12-31 23:00"])
def test_what_was_promised_for_yesterday_or_for_nobodys_lifetime_breaks_nothing(
    work: WorkingTime, agreed_for: str
) -> None:
    told = course("2026-11-23 10:00", agreed_for)
    assert clock_of(told, work).due_at == at(agreed_for)
    assert share_gone(told, work, at("2026-11-23 12:00")) <= 1
