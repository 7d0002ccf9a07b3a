"""The stream is written to the journal, and what it says of agents is kept beside it."""

import json
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import func, select

from callbacks.writing import write_journal
from records.call_record import call_record
from records.database import reading
from records.errors import RecordsUnavailable
from records.journal import EventRow
from staff.agent import agent
from tests.journeys.test_trouble import AYSE, MEHMET, calls, signs_in
from tests.world import World


def test_two_missed_calls_are_kept_in_the_records_and_the_sign_in_still_ends_with_the_shift(world: World) -> None:
    """After the first the floor gives a pause, and what she wished for stands: that is what is kept."""
    signs_in(world, "ayse")
    with reading(world.voice.database) as session:
        until = agent(session, "ayse").presence_until
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 100}, "hangs_up"])
    world.advance(30)
    with reading(world.voice.database) as session:
        kept = agent(session, "ayse")
    assert kept is not None and kept.presence == "ready"
    world.advance(70)
    with reading(world.voice.database) as session:
        kept = agent(session, "ayse")
    assert kept is not None and (kept.presence, kept.presence_reason) == ("not_ready", "rona")
    assert until is not None and kept.presence_until == until


LONG_SIP = "sip:" + "a" * 300 + "@pbx.example.com"


@pytest.mark.both_databases
def test_a_callers_long_address_and_stray_characters_cost_nobody_a_record(world: World) -> None:
    floor, now = world.voice.floor, world.clock()
    told = {"from": LONG_SIP, "to": "+90\0850" + "1" * 300, "customer": "c\0" + "1" * 90}
    floor.note("arrived", call="CA1", data=told, now=now)
    floor.note("arrived", call="CA2", data={"from": MEHMET}, now=now)
    assert write_journal(world.voice) == 2
    with reading(world.voice.database) as session:
        first, second = call_record(session, "CA1"), call_record(session, "CA2")
        assert session.scalars(select(EventRow.kind)).all() == ["arrived", "arrived"]
    assert (first.from_number, second.from_number) == (LONG_SIP[:120], MEHMET)
    assert first.to_number == "+90850" + "1" * 114 and first.customer_id == "c" + "1" * 63


@pytest.mark.both_databases
def test_an_event_that_cannot_be_stored_is_set_aside_whole_and_the_others_are_written(world: World) -> None:
    floor, now = world.voice.floor, world.clock()
    floor.note("arrived", call="CA1", data={"from": MEHMET}, now=now)
    floor.note("waiting", call="CA1", data={"place_at": "soon\0"}, now=now, event="no-moment")
    floor.note("leg", data={"leg": "CA7"}, now=now, event="no-token\0")
    floor.note("identified", call="CA1", data={"case": "4812"}, now=now)
    assert write_journal(world.voice) == 4 and floor.happenings() == []
    with reading(world.voice.database) as session:
        assert call_record(session, "CA1").case_number == "4812"
        aside = session.scalars(select(EventRow).where(EventRow.kind == "set_aside").order_by(EventRow.seq)).all()
    kept = [json.loads(row.data["event"]) for row in aside]
    assert [(event["id"], event["data"]) for event in kept] == [
        ("no-moment", {"place_at": "soon\0"}),
        ("no-token\0", {"leg": "CA7"}),
    ]


@pytest.mark.both_databases
def test_what_is_too_long_for_a_column_holds_nothing_up(world: World) -> None:
    world.voice.floor.note("visited", call="CA" + "1" * 100, data={}, now=world.clock())
    world.voice.floor.note("arrived", call="CA2", data={"from": MEHMET}, now=world.clock())
    assert write_journal(world.voice) == 2 and world.voice.floor.happenings() == []
    with reading(world.voice.database) as session:
        assert call_record(session, "CA2").from_number == MEHMET
        assert session.scalar(select(func.count()).select_from(EventRow)) == 2


def test_records_that_are_out_of_reach_set_nothing_aside(world: World, database_url: str) -> None:
    world.voice.floor.note("arrived", call="CA1", data={"from": MEHMET}, now=world.clock())
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsUnavailable):
            write_journal(world.voice)
    assert len(world.voice.floor.happenings()) == 1
