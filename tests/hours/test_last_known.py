"""With SQL away calls go on by the rules, and by what was ordered last."""

import sqlite3

from sqlalchemy import Engine

from hours.closure import Closing, close_by_hand
from hours.opening_hours import Calendars, OpeningHours
from records.database import open_database, writing
from tests.conftest import SettableClock
from tests.hours.conftest import at

CLOSING = Closing(calendar="ariza", until=at("2026-11-23 20:00"), author="selin")


def test_an_order_is_noticed_within_a_second(hours: OpeningHours, database: Engine, clock: SettableClock) -> None:
    assert hours.opening_at("ariza", clock()).state == "open"
    with writing(database) as session:
        close_by_hand(session, CLOSING, now=clock())
    assert hours.opening_at("ariza", clock()).state == "open"
    clock.advance(1)
    assert hours.opening_at("ariza", clock()).state == "closed"


def test_what_was_ordered_stays_in_force_while_sql_is_away(
    calendars: Calendars, database_url: str, clock: SettableClock
) -> None:
    database = open_database(database_url)
    hours = OpeningHours(calendars, database, clock)
    with writing(database) as session:
        close_by_hand(session, CLOSING, now=clock())
    assert hours.opening_at("ariza", clock()).state == "closed"
    _break(database_url)
    clock.advance(2)
    assert hours.opening_at("ariza", clock()).state == "closed"
    clock.now = CLOSING.until
    assert hours.opening_at("ariza", clock()).state == "open"
    database.dispose()


def test_a_process_that_starts_while_sql_is_away_goes_by_the_rules(calendars: Calendars, clock: SettableClock) -> None:
    hours = OpeningHours(calendars, open_database("sqlite:////nowhere/at/all.sqlite"), clock)
    assert hours.opening_at("fatura", clock()).state == "open"
    assert hours.crisis_for(caller="+905321234567", called="+908502220000") is None


def test_a_clock_that_is_set_back_is_noticed(hours: OpeningHours, database: Engine, clock: SettableClock) -> None:
    clock.advance(3600)
    assert hours.opening_at("ariza", clock()).state == "open"
    clock.advance(-3600)
    with writing(database) as session:
        close_by_hand(session, CLOSING, now=clock())
    assert hours.opening_at("ariza", clock()).state == "closed"


def _break(database_url: str) -> None:
    """The tables are gone: every statement fails."""
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    connection.execute("drop table closures")
    connection.commit()
    connection.close()
