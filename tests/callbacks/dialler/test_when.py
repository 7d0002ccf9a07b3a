"""When somebody may be called: every change of the clock in six zones and every holiday of six years.

`WHEN=all` looks at every half hour of those years instead of those near something that changes.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.dialler.window import first_by_the_clock
from engine.hours_file import read_hours
from engine.shipped import shipped
from hours.bilingual import Bilingual
from hours.calendar import Calendar, Minutes, OpenRule
from hours.closure import Closure
from hours.opening import Timetable
from routing.policy import Policy
from tests.callbacks.dialler.half_hours import FIRST, HALF_HOUR, days_off, half_hours
from tests.hours.transitions import AT_MIDNIGHT, SIX_ZONES, transitions

pytestmark = pytest.mark.timeout(900)
POLICY = Policy(ring_from_hour=9, ring_until_hour=20)
ALL = os.environ.get("WHEN") == "all"
A_DAY = timedelta(days=1)
SEVERAL = tuple(map(ZoneInfo, ("Europe/Istanbul", "America/New_York", "Australia/Lord_Howe")))
YEARS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
CALENDARS = read_hours(shipped("centre") / "hours.yaml")


def first(policy: Policy, zones: tuple[ZoneInfo, ...], hours: Timetable | None, after: datetime) -> datetime | None:
    found = first_by_the_clock(policy, zones, hours, after)
    return found.start if found is not None else None


def timetable(name: str) -> Timetable:
    return CALENDARS.timetable(name)


def half_hours_near(days: set[date], *, all_of_them: bool = ALL) -> Iterator[datetime]:
    """Those of these days and of the day before."""
    near = {day + n * A_DAY for day in days for n in (-1, 0)}
    begin, end = YEARS
    for at in (begin + n * HALF_HOUR for n in range((end - begin) // HALF_HOUR)):
        if all_of_them or at.date() in near:
            yield at


def looked_at(zones: tuple[str, ...], calendar: str | None, moments: Iterator[datetime]) -> int:
    """How many there were; each must come to what the half hours say."""
    simple, hours = half_hours(zones, calendar), timetable(calendar) if calendar else None
    places = tuple(map(ZoneInfo, zones))
    number = 0
    for at in moments:
        assert first(POLICY, places, hours, at) == simple.first_from(at), at
        number += 1
    return number


@pytest.mark.parametrize("zone", [*SIX_ZONES, *AT_MIDNIGHT])
def test_nobody_is_rung_at_night_when_clocks_change(zone: str) -> None:
    changes = {at.date() for at in transitions(ZoneInfo(zone))} | {date(2027, 1, 1)}
    assert looked_at((zone,), None, half_hours_near(changes)) >= 2 * 48


@pytest.mark.parametrize("zone", SIX_ZONES)
def test_a_customer_far_away_is_called_when_it_is_day_there_and_the_queue_is_open_here(zone: str) -> None:
    changes = {at.date() for at in transitions(ZoneInfo(zone))} | {date(2028, 10, 28)}
    looked_at((zone,), "destek", half_hours_near(changes))


def test_nobody_is_called_on_a_turkish_holiday_or_after_one_o_clock_on_its_eve() -> None:
    off = {day for day in days_off("public") | days_off("half_day") if YEARS[0].year <= day.year < YEARS[1].year}
    assert len(off) > 6 * 13
    assert looked_at(("Europe/Istanbul",), "destek", half_hours_near(off)) > 6 * 15 * 48


def test_the_hours_are_those_of_the_queue() -> None:
    assert (
        looked_at(("Europe/Istanbul",), "fatura", half_hours_near({date(2026, 10, 28), date(2026, 12, 24)})) >= 4 * 48
    )


def test_where_a_number_may_be_in_two_zones_it_must_be_day_in_both() -> None:
    for zones in combinations(SIX_ZONES, 2) if ALL else pairwise(SIX_ZONES):
        looked_at(zones, None, half_hours_near({date(2027, 3, 28)}, all_of_them=False))


def test_zones_without_an_hour_in_common_are_never_rung() -> None:
    assert first(POLICY, SEVERAL, None, FIRST) is None
    assert first(Policy(ring_from_hour=22, ring_until_hour=6), SEVERAL[:1], None, FIRST) is None
    assert first(POLICY, (), None, FIRST) is None


def test_an_hour_that_is_missing_that_day_is_the_next_days() -> None:
    at_two = Policy(ring_from_hour=2, ring_until_hour=3)
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    assert first(at_two, (ZoneInfo("Europe/Berlin"),), None, saturday) == saturday + timedelta(hours=36)


def test_who_is_open_past_midnight_calls_after_midnight_too() -> None:
    nights = OpenRule(days=frozenset({0}), minutes=Minutes(start=1320, end=360))
    open = Timetable(calendar=Calendar(name="any", zone=ZoneInfo("Europe/Istanbul"), open=(nights,)), holidays={})
    tuesday = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert first(Policy(ring_from_hour=0, ring_until_hour=24), SEVERAL[:1], open, tuesday) == tuesday


minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
rules = st.builds(
    lambda days, start, end: OpenRule(days=frozenset(days), minutes=Minutes(start=start, end=end)),
    st.sets(st.integers(0, 6), min_size=1),
    minutes,
    minutes.map(lambda end: end + 15),
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@st.composite
def centres(draw: st.DrawFn) -> tuple[Policy, tuple[ZoneInfo, ...], Timetable, datetime]:
    """Hours of any kind, closed by hand now and then, and a moment near it."""
    now = draw(moments)
    zone = st.sampled_from([*SIX_ZONES, *AT_MIDNIGHT]).map(ZoneInfo)
    calendar = Calendar(name="any", zone=draw(zone), open=tuple(draw(st.lists(rules, min_size=1, max_size=3))),
                        closed_on_holidays=draw(st.booleans()))  # fmt: skip
    spans = st.tuples(st.integers(-48, 480), st.integers(1, 200))
    closures = tuple(_closed(number, now, *span) for number, span in enumerate(draw(st.lists(spans, max_size=3))))
    begin = draw(st.integers(0, 22))
    policy = Policy(ring_from_hour=begin, ring_until_hour=draw(st.integers(begin + 1, 24)))
    places = tuple(draw(st.lists(zone, min_size=1, max_size=2)))
    return policy, places, Timetable(calendar=calendar, closures=closures, holidays={}), now


def _closed(number: int, now: datetime, after: int, long: int) -> Closure:
    began = now + timedelta(hours=after)
    return Closure(id=number, calendar="any", began_at=began, until=began + timedelta(hours=long),
                   why=Bilingual(tr="", en=""), author="zeynep")  # fmt: skip


def permitted(policy: Policy, zones: tuple[ZoneInfo, ...], hours: Timetable, at: datetime) -> bool:
    """Asked of this one moment, without looking ahead."""
    local = (at.astimezone(zone).hour for zone in zones)
    by_day = all(policy.ring_from_hour <= hour < policy.ring_until_hour for hour in local)
    return by_day and hours.opening_at(at).state != "closed"


@given(centres(), st.lists(st.floats(0, 1, exclude_max=True), min_size=8, max_size=8))
@settings(max_examples=2000 if ALL else 80, deadline=None)
def test_the_moment_told_is_permitted_and_nothing_between_now_and_then_is(
    centre: tuple[Policy, tuple[ZoneInfo, ...], Timetable, datetime], shares: list[float]
) -> None:
    policy, zones, hours, now = centre
    may = partial(permitted, policy, zones, hours)
    found = first_by_the_clock(policy, zones, hours, now)
    upto = found.start if found is not None else now + 30 * A_DAY
    if found is not None:
        assert found.start >= now and may(found.start) and may(found.end - timedelta(microseconds=1))
        assert not may(found.end) or found.end > now + A_DAY, "nobody looks ahead for ever"
    between = [now + (upto - now) * share for share in shares] + [upto - timedelta(microseconds=1)]
    assert [each for each in between if now <= each < upto and may(each)] == []
