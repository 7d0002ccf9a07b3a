"""An agent's callbacks stand in their own calendar, and say no more there than they must."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select, update

from callbacks.callback import Callback
from callbacks.dialler.rules import CalendarRules
from console.calendar_feed import calendar_feed
from records.audit import AuditRow
from records.database import reading, writing
from staff.agent import Agent
from staff.calendar_feed import CalendarFeed
from tests.console.conftest import Centre

PHONE, NAME = "+905329998877", "Işıl"


@pytest.fixture
def outside(centre: Centre) -> FlaskClient:
    app = Flask("calendars")
    app.register_blueprint(calendar_feed(centre.board))
    return app.test_client()


@pytest.fixture
def address(centre: Centre) -> str:
    owed = {"kind": "callback", "what": "Fatura", "due_at": "2026-11-24T12:00:00Z"}
    assert centre.asks("POST", "/cases/1001/promises", json=owed).status_code == 200
    return opened(centre)


def opened(centre: Centre, **more: Any) -> str:
    answer = centre.asks("PUT", "/agents/ayse/calendar", **more)
    assert answer.status_code == 200, answer.json
    return str((answer.json or {})["url"]).removeprefix("http://127.0.0.1:4440")


def events(body: bytes) -> Iterator[dict[str, str]]:
    for event in Calendar.from_ical(body).walk("VEVENT"):
        yield {key: event[key].to_ical().decode() for key in ("SUMMARY", "DTSTART", "DTEND", "UID")}


def test_a_calendar_programme_reads_what_the_agent_owes_without_name_or_number(
    centre: Centre, outside: FlaskClient, address: str
) -> None:
    answer = outside.get(address)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    [event] = events(answer.data)
    assert event["SUMMARY"] == "Geri arama · dosya 1001"
    assert (event["DTSTART"], event["DTEND"]) == ("20261124T114500Z", "20261124T120000Z")
    assert PHONE.encode() not in answer.data and NAME.encode() not in answer.data
    [english] = events(outside.get(f"{address}?lang=en").data)
    assert english["SUMMARY"] == "Call back · case 1001"


def test_the_window_the_customer_chose_is_drawn_as_it_is(centre: Centre, outside: FlaskClient, address: str) -> None:
    with writing(centre.board.database) as session:
        callback = session.scalars(select(Callback)).one()
        callback.not_before, callback.until = callback.due_at - timedelta(hours=1), callback.due_at
    [event] = events(outside.get(address).data)
    assert (event["DTSTART"], event["DTEND"]) == ("20261124T110000Z", "20261124T120000Z")


def test_whoever_has_it_already_is_sent_it_again_only_when_something_changed(
    centre: Centre, outside: FlaskClient, address: str
) -> None:
    first = outside.get(address)
    same = {"If-None-Match": first.headers["ETag"]}
    centre.clock.advance(600)
    again = outside.get(address, headers=same)
    assert (again.status_code, again.data) == (304, b"")
    assert centre.asks("PUT", "/cases/1001/promises/1/end", json={"how": "kept"}).status_code == 200
    changed = outside.get(address, headers=same)
    assert (changed.status_code, list(events(changed.data))) == (200, [])


def test_names_and_numbers_stand_there_where_the_centre_says_so(centre: Centre, address: str) -> None:
    told = replace(centre.board.dialler, calendar=CalendarRules(names=True, phones=True))
    app = Flask("calendars")
    app.register_blueprint(calendar_feed(replace(centre.board, dialler=told)))
    [event] = events(app.test_client().get(address).data)
    assert event["SUMMARY"] == f"Geri arama · dosya 1001 · Işıl Şahin · {PHONE}"


def test_the_address_is_kept_as_a_hash_shown_once_and_can_be_taken_back(
    centre: Centre, outside: FlaskClient, address: str
) -> None:
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    with reading(centre.board.database) as session:
        assert token not in str(session.scalars(select(CalendarFeed)).one().__dict__)
    shown = centre.asks("GET", "/agents/ayse/calendar").json or {}
    assert shown["since"] and token not in str(shown)
    another = opened(centre)
    assert outside.get(address).status_code == 404, "the one before no longer opens it"
    assert outside.get(another).status_code == 200
    assert (centre.asks("DELETE", "/agents/ayse/calendar").json or {})["since"] is None
    assert outside.get(another).status_code == 404
    with reading(centre.board.database) as session:
        acts = [row.what for row in session.scalars(select(AuditRow)) if "calendar" in row.what]
        assert acts == ["calendar_feed_opened", "calendar_feed_opened", "calendar_feed_closed"]


def test_asked_twice_under_one_name_it_is_one_address(centre: Centre, outside: FlaskClient) -> None:
    once: dict[str, Any] = {"headers": {"Idempotency-Key": "takvim"}}
    assert opened(centre, **once) == opened(centre, **once)


def test_nobody_reads_the_calendar_of_who_left_or_guesses_one(
    centre: Centre, outside: FlaskClient, address: str
) -> None:
    assert outside.get("/calendar/guess.ics").status_code == 404
    with writing(centre.board.database) as session:
        session.execute(update(Agent).where(Agent.id == "ayse").values(active=False))
    assert outside.get(address).status_code == 404
    assert centre.asks("PUT", "/agents/ayse/calendar").status_code == 404
    assert centre.asks("PUT", "/agents/burak/calendar", role="agent").status_code == 403
