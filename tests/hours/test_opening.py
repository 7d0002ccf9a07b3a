"""Whether somebody is there: by hand closed > closed by rule > open by rule > closed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from engine.hours_file import read_hours
from engine.shipped import shipped
from hours.bilingual import catalogued
from hours.closure import Closing, Closure, close_by_hand, reopen
from hours.crisis import Crisis
from hours.errors import CalendarUnknown
from hours.opening import Timetable
from hours.opening_hours import Calendars, OpeningHours
from records.database import writing
from tests.conftest import SettableClock
from tests.hours.conftest import at, in_istanbul

WEEK = "calendars: {bill: {open: [{days: weekdays, from: '08:30', to: '18:00'}], last_call_minutes: 15}}\n"


@pytest.mark.parametrize(
    ("moment", "state", "cause", "closes", "opens"),
    [
        ("2026-11-23 10:00", "open", "open_rule", "2026-11-23 18:00", ""),
        ("2026-11-23 08:29", "closed", "outside_hours", "", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "open", "open_rule", "2026-11-23 18:00", ""),
        ("2026-11-23 17:44", "open", "open_rule", "2026-11-23 18:00", ""),
        ("2026-11-23 17:45", "last_call", "open_rule", "2026-11-23 18:00", ""),
        ("2026-11-23 18:00", "closed", "outside_hours", "", "2026-11-24 08:30"),
        ("2026-11-20 23:59", "closed", "outside_hours", "", "2026-11-23 08:30"),
        ("2026-11-22 04:00", "closed", "outside_hours", "", "2026-11-23 08:30"),
        ("2026-10-28 12:50", "last_call", "open_rule", "2026-10-28 13:00", ""),
        ("2026-10-28 13:00", "closed", "holiday", "", "2026-10-30 08:30"),
        ("2026-10-29 11:00", "closed", "holiday", "", "2026-10-30 08:30"),
        ("2027-01-01 11:00", "closed", "holiday", "", "2027-01-04 08:30"),
        ("2026-05-26 14:00", "closed", "holiday", "", "2026-06-01 08:30"),
    ],
)
def test_bills_are_answered_on_working_days_from_half_past_eight_to_six(
    hours: OpeningHours, moment: str, state: str, cause: str, closes: str, opens: str
) -> None:
    told = hours.opening_at("fatura", at(moment))
    assert (told.state, told.cause) == (state, cause)
    assert (in_istanbul(told.closes), in_istanbul(told.opens)) == (closes, opens)


@pytest.mark.parametrize("moment", ["2026-11-22 04:13", "2026-10-29 03:00", "2027-01-01 00:00", "2026-12-31 23:59:59"])
def test_power_failures_are_taken_day_and_night_on_every_day_of_the_year(hours: OpeningHours, moment: str) -> None:
    told = hours.opening_at("ariza", at(moment))
    assert (told.state, told.closes, told.opens) == ("open", None, None)


def test_on_saturday_support_keeps_other_hours(hours: OpeningHours) -> None:
    assert hours.opening_at("destek", at("2026-11-21 08:30")).state == "closed"
    assert hours.opening_at("destek", at("2026-11-21 17:49")).state == "open"
    assert hours.opening_at("destek", at("2026-11-21 17:50")).state == "last_call"


def test_a_closed_rule_says_its_reason_in_both_languages(hours: OpeningHours) -> None:
    told = hours.opening_at("servis", at("2026-12-31 16:30"))
    assert (told.cause, told.why.spoken_in("tr")) == ("closed_by_rule", "yıl sonu sayımı var")
    assert told.why.spoken_in("en") == "we are taking stock at the end of the year"
    assert hours.opening_at("servis", at("2026-12-31 15:50")).state == "last_call"
    assert in_istanbul(told.opens) == "2027-01-02 08:00"


def test_what_is_closed_by_hand_is_closed_whatever_the_rules_say_and_opens_by_itself(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    assert hours.opening_at("ariza", clock()).state == "open"
    closing = Closing(calendar="ariza", until=at("2026-11-23 14:00"), author="selin", reason_tr="tatbikat var")
    with writing(database) as session:
        close_by_hand(session, closing, now=clock())
    hours.look_again()
    told = hours.opening_at("ariza", clock())
    assert (told.state, told.cause, told.why.tr) == ("closed", "closed_by_hand", "tatbikat var")
    assert told.why.en == "we are closed for the moment"
    assert in_istanbul(told.opens) == "2026-11-23 14:00"
    assert hours.opening_at("fatura", clock()).state == "open"
    assert hours.opening_at("ariza", at("2026-11-23 14:00")).state == "open"


def test_a_closing_in_force_weighs_more_than_a_holiday(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    clock.now = at("2026-10-29 09:00").astimezone(UTC)
    with writing(database) as session:
        close_by_hand(session, Closing(calendar="fatura", until=at("2026-10-29 12:00"), author="s"), now=clock())
    assert hours.opening_at("fatura", clock()).cause == "closed_by_hand"
    assert hours.opening_at("fatura", at("2026-10-29 12:30")).cause == "holiday"


@pytest.mark.both_databases
def test_reopening_brings_the_rules_back(hours: OpeningHours, database: Engine, clock: SettableClock) -> None:
    with writing(database) as session:
        close_by_hand(session, Closing(calendar="fatura", until=at("2026-11-23 17:00"), author="s"), now=clock())
    assert hours.opening_at("fatura", clock()).state == "closed"
    clock.advance(60)
    with writing(database) as session:
        assert reopen(session, "fatura", author="selin", now=clock())
        assert not reopen(session, "fatura", author="selin", now=clock())
    assert hours.opening_at("fatura", clock()).state == "open"


def test_a_calendar_nobody_wrote_is_not_guessed(hours: OpeningHours, clock: SettableClock) -> None:
    with pytest.raises(CalendarUnknown):
        hours.opening_at("nakliye", clock())


def test_a_night_shift_goes_on_after_midnight(reads: Callable[[str], Calendars]) -> None:
    text = "calendars: {night: {open: [{days: friday, from: '22:00', to: '06:00'}], last_call_minutes: 30}}\n"
    night = Timetable(calendar=reads(text).named["night"], holidays={})
    assert night.opening_at(at("2026-11-20 21:59")).state == "closed"
    assert in_istanbul(night.opening_at(at("2026-11-21 03:00")).closes) == "2026-11-21 06:00"
    assert night.opening_at(at("2026-11-21 05:30")).state == "last_call"
    assert in_istanbul(night.opening_at(at("2026-11-21 06:00")).opens) == "2026-11-27 22:00"


def test_hours_that_touch_at_midnight_are_one_opening_and_have_no_last_call_there(
    reads: Callable[[str], Calendars],
) -> None:
    text = (
        "calendars: {long: {open: [{days: [thursday], from: '08:00', to: '24:00'},"
        " {days: friday, from: '00:00', to: '12:00'}], last_call_minutes: 20}}\n"
    )
    long = Timetable(calendar=reads(text).named["long"], holidays={})
    told = long.opening_at(at("2026-11-19 23:55"))
    assert (told.state, in_istanbul(told.closes)) == ("open", "2026-11-20 12:00")


def test_hours_follow_the_clock_on_the_wall_where_it_is_put_forward(reads: Callable[[str], Calendars]) -> None:
    calendars = reads("zone: Europe/Berlin\n" + WEEK)
    bill = Timetable(calendar=calendars.named["bill"], holidays={})
    winter, summer = (bill.opening_at(at(day)) for day in ("2026-03-27 12:00", "2026-03-30 12:00"))
    assert winter.closes is not None and summer.closes is not None
    assert (winter.closes.astimezone(UTC).hour, summer.closes.astimezone(UTC).hour) == (17, 16)


def test_a_day_may_have_hours_of_its_own(reads: Callable[[str], Calendars]) -> None:
    text = (
        "calendars: {bill: {open: [{days: weekdays, from: '09:00', to: '17:00'},"
        " {on: 2026-11-22, from: '10:00', to: '14:00'}]}}\n"
    )
    bill = Timetable(calendar=reads(text).named["bill"], holidays={})
    assert bill.opening_at(at("2026-11-22 11:00")).state == "open"
    assert bill.opening_at(at("2026-11-29 11:00")).state == "closed"


def test_a_service_that_never_opens_again_names_no_moment(reads: Callable[[str], Calendars]) -> None:
    text = "calendars: {fair: {open: [{on: 2026-11-22, from: '10:00', to: '14:00'}]}}\n"
    fair = Timetable(calendar=reads(text).named["fair"], holidays={})
    assert fair.opening_at(at("2026-11-23 11:00")).opens is None


SHIPPED = read_hours(shipped("centre") / "hours.yaml")
MOMENTS = st.integers(0, 800 * 24 * 60).map(lambda minutes: at("2026-01-01 00:00") + timedelta(minutes=minutes))
LENGTHS = st.integers(1, 10 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def timetables(draw: st.DrawFn, moment: datetime) -> Timetable:
    """A calendar that ships, with anything ordered around this moment."""
    calendar = SHIPPED.named[draw(st.sampled_from(sorted(SHIPPED.named)))]

    def around() -> tuple[datetime, datetime]:
        began = moment - draw(LENGTHS)
        return began, began + draw(LENGTHS)

    closures = tuple(
        Closure(id=number, calendar=calendar.name, began_at=began, until=until, why=catalogued("open"), author="s")
        for number, (began, until) in enumerate(around() for _ in range(draw(st.integers(0, 2))))
    )
    began, until = around()
    crisis = Crisis(
        id=1, began_at=began, until=until, message=catalogued("open"), author="s",
        hours=draw(st.sampled_from(["as_usual", "closed", "open"])),
    )  # fmt: skip
    return Timetable(calendar=calendar, closures=closures, holidays={}, crisis=draw(st.none() | st.just(crisis)))


@given(moment=MOMENTS, data=st.data())
def test_at_the_moment_told_the_state_is_really_another_whatever_was_ordered(
    moment: datetime, data: st.DataObject
) -> None:
    timetable = data.draw(timetables(moment))
    told = timetable.opening_at(moment)
    if told.state == "closed":
        assert told.opens is not None and told.opens > moment
        assert timetable.opening_at(told.opens).state != "closed"
        assert timetable.opening_at(told.opens - timedelta(seconds=1)).state == "closed"
    elif told.closes is not None:
        assert told.closes > moment
        assert timetable.opening_at(told.closes).state == "closed"
        assert timetable.opening_at(told.closes - timedelta(seconds=1)).state != "closed"


@given(moment=MOMENTS, data=st.data())
def test_who_closes_by_hand_wins_over_everything_but_a_crisis_that_closes(
    moment: datetime, data: st.DataObject
) -> None:
    timetable = data.draw(timetables(moment))
    by_hand = any(one.began_at <= moment < one.until for one in timetable.closures)
    told = timetable.opening_at(moment)
    if by_hand:
        assert told.state == "closed" and told.cause in ("closed_by_hand", "crisis")
    else:
        assert told.cause != "closed_by_hand"
