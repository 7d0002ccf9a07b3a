"""The crisis switch: who is concerned, for how long, and what it does to opening hours."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from hours.bilingual import Bilingual
from hours.closure import Closing, close_by_hand
from hours.crisis import CrisisOrder, begin_crisis, crises_ever, crises_on, end_crises
from hours.errors import ExpiryPassed
from hours.opening_hours import OpeningHours
from hours.region import Region, province_names, province_of
from records.audit import AuditRow
from records.database import reading, writing
from tests.conftest import SettableClock
from tests.hours.conftest import at, in_istanbul

LINE = "+908502220000"
MOBILE = "+905321234567"
ISTANBUL_LINE = "+902122223344"
ANKARA_LINE = "+903122223344"
STORM = CrisisOrder(
    message=Bilingual(tr="Fırtına var.", en="There is a storm."), until=at("2026-11-23 16:00"), author="selin"
)


def on(database: Engine, clock: SettableClock, order: CrisisOrder = STORM) -> int:
    with writing(database) as session:
        return begin_crisis(session, order, now=clock()).id


@pytest.mark.parametrize(
    ("region", "concerned"),
    [
        (Region(), {MOBILE, ISTANBUL_LINE, ANKARA_LINE, ""}),
        (Region(provinces=frozenset({"34"})), {ISTANBUL_LINE}),
        (Region(provinces=frozenset({"34"}), unplaced=True), {ISTANBUL_LINE, MOBILE, ""}),
        (Region(prefixes=("+90532", "+90312")), {MOBILE, ANKARA_LINE}),
        (Region(numbers=frozenset({LINE})), {MOBILE, ISTANBUL_LINE, ANKARA_LINE, ""}),
        (Region(numbers=frozenset({"+908502220001"})), set()),
        (Region(unplaced=True), {MOBILE, ISTANBUL_LINE, ANKARA_LINE, ""}),
    ],
)
def test_a_crisis_concerns_the_callers_of_its_region(region: Region, concerned: set[str]) -> None:
    callers = (MOBILE, ISTANBUL_LINE, ANKARA_LINE, "")
    assert {caller for caller in callers if region.holds(caller=caller, called=LINE)} == concerned


def test_every_province_has_its_plate_code_and_its_area_code() -> None:
    assert sorted(province_names()) == [f"{code:02}" for code in range(1, 82)]
    assert (province_of("+902162223344"), province_of("+903262223344")) == ("34", "31")
    assert province_of("+4930123456") is None and province_of(MOBILE) is None


def test_it_begins_at_once_ends_by_itself_and_of_two_the_newer_holds(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    assert hours.crisis_for(caller=MOBILE, called=LINE) is None
    first = on(database, clock)
    second = on(database, clock, replace(STORM, until=at("2026-11-23 12:00")))
    clock.advance(1)
    assert hours.crisis_for(caller=MOBILE, called=LINE).id == second
    clock.now = at("2026-11-23 12:00")
    assert hours.crisis_for(caller=MOBILE, called=LINE).id == first
    clock.now = at("2026-11-23 16:00")
    assert hours.crisis_for(caller=MOBILE, called=LINE) is None


def test_a_crisis_without_an_end_to_come_is_refused(database: Engine, clock: SettableClock) -> None:
    with pytest.raises(ExpiryPassed):
        on(database, clock, replace(STORM, until=clock()))


@pytest.mark.both_databases
def test_turning_it_off_is_noticed_and_everything_is_audited(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    first = on(database, clock)
    on(database, clock)
    clock.advance(1)
    with writing(database) as session:
        assert end_crises(session, first, author="selin", now=clock()) == [first]
        assert end_crises(session, first, author="selin", now=clock()) == []
        assert len(end_crises(session, author="zeynep", now=clock())) == 1
    assert hours.crisis_for(caller=MOBILE, called=LINE) is None
    with reading(database) as session:
        told = [(row.what, row.who) for row in session.scalars(select(AuditRow).order_by(AuditRow.seq))]
        assert crises_on(session, clock()) == () and len(crises_ever(session)) == 2
    assert told == [("crisis_on", "selin"), ("crisis_on", "selin"), ("crisis_off", "selin"), ("crisis_off", "zeynep")]


@pytest.mark.both_databases
def test_it_survives_the_way_through_the_database_as_it_was_ordered(database: Engine, clock: SettableClock) -> None:
    region = Region(provinces=frozenset({"31"}), prefixes=("+90532",), numbers=frozenset({LINE}), unplaced=True)
    order = replace(
        STORM, hours="closed", calendars=frozenset({"fatura"}), overflow_queue="sikayet", overflow_flow="storm",
        region=region,
    )  # fmt: skip
    on(database, clock, order)
    with reading(database) as session:
        (kept,) = crises_on(session, clock())
    told = {name: getattr(kept, name) for name in vars(order)}
    assert CrisisOrder(**told) == order


def test_it_closes_services_until_it_is_over_and_they_open_by_their_own_hours(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    late = replace(STORM, hours="closed", calendars=frozenset({"fatura", "ariza"}), until=at("2026-11-23 22:00"))
    on(database, clock, late)
    crisis = hours.crisis_for(caller=MOBILE, called=LINE)
    told = hours.opening_at("fatura", clock(), crisis)
    assert (told.state, told.cause, in_istanbul(told.opens)) == ("closed", "crisis", "2026-11-24 08:30")
    assert in_istanbul(hours.opening_at("ariza", clock(), crisis).opens) == "2026-11-23 22:00"
    assert hours.opening_at("destek", clock(), crisis).state == "open"
    assert hours.opening_at("fatura", clock()).state == "open"


def test_it_opens_services_beyond_their_hours_but_not_what_was_closed_by_hand(
    hours: OpeningHours, database: Engine, clock: SettableClock
) -> None:
    clock.now = at("2026-11-22 04:00")
    on(database, clock, replace(STORM, hours="open", until=clock() + timedelta(hours=3)))
    crisis = hours.crisis_for(caller=MOBILE, called=LINE)
    told = hours.opening_at("fatura", clock(), crisis)
    assert (told.state, told.cause, in_istanbul(told.closes)) == ("open", "crisis", "2026-11-22 07:00")
    with writing(database) as session:
        close_by_hand(session, Closing(calendar="fatura", until=at("2026-11-22 05:00"), author="s"), now=clock())
    hours.look_again()
    told = hours.opening_at("fatura", clock(), crisis)
    assert (told.state, told.cause, in_istanbul(told.opens)) == ("closed", "closed_by_hand", "2026-11-22 05:00")
