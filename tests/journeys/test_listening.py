"""A lead listens, whispers, steps in: who hears whom, what the agent knows, and how it ends without a trace."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine, select, update

from records.audit import AuditRow
from records.database import reading, writing
from simulator import Switches, transcript
from staff.agent import Agent
from tests.centre import open_the_centre
from tests.journeys.listening import (
    changes,
    heard_by,
    in_rooms,
    listens,
    passes,
    row_of,
    they_talk_and_burak_is_ready,
)
from tests.journeys.test_notices import kinds
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, signs_in, state_of
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, wishes
from tests.world import World

ZEYNEP = "+905550000009"


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    """On a network in which a coach is heard by everybody once the coached leg is gone, and Burak leads."""
    world = World(database_url, valkey_url, switches=Switches(orphaned_coach_is_heard=True))
    open_the_centre(world)
    burak_leads(world)
    yield world
    world.voice.database.dispose()


def burak_leads(world: World) -> None:
    with writing(world.voice.database) as session:
        session.execute(update(Agent).where(Agent.id == "burak").values(role="lead"))


def audited(world: World, call: str) -> list[tuple[str, str]]:
    with reading(world.voice.database) as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.subject == f"call:{call}").order_by(AuditRow.seq))
        return [(row.what, row.data["mode"]) for row in rows if row.what.startswith("listening")]


def test_a_lead_listens_whispers_steps_in_and_goes(world: World) -> None:
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid)
    assert heard_by(world, "Burak") == {"Ayşe", "Mehmet"}, transcript(world.sim.trace)
    assert heard_by(world, "Mehmet") == {"Ayşe"} and heard_by(world, "Ayşe") == {"Mehmet"}
    changes(world, told, "whisper")
    assert heard_by(world, "Ayşe") == {"Mehmet", "Burak"} and heard_by(world, "Mehmet") == {"Ayşe"}
    changes(world, told, "barge")
    assert heard_by(world, "Mehmet") == {"Ayşe", "Burak"}
    changes(world, told, "monitor")
    assert passes(world, 3) == {"Ayşe"}
    status, gone = world.ask("DELETE", f"/api/v1/calls/{caller.sid}/listeners/{told['id']}", key=world.key)
    assert (status, gone["end_why"]) == (200, "asked")
    world.advance(5)
    assert in_rooms(world) == {"Ayşe", "Mehmet"} and state_of(world, "burak") == "ready"
    assert audited(world, caller.sid) == [
        ("listening_asked", "monitor"), ("listening_began", "monitor"), ("listening_mode", "whisper"),
        ("listening_mode", "barge"), ("listening_mode", "monitor"), ("listening_ended", "monitor"),
    ]  # fmt: skip
    world.advance(400)
    assert row_of(world, told["id"]).look_at is None
    nobody_is_left(world)


def test_the_agent_is_told_and_sees_who_listens_as_long_as_they_do(world: World) -> None:
    caller = they_talk_and_burak_is_ready(world)
    assert kinds(world, "ayse") == []
    told = listens(world, caller.sid, "whisper")
    [held] = world.ask("GET", "/api/v1/agents/ayse/reservations", key=world.key)[1]["items"]
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    for banner in (held["listeners"], shown["listeners"]):
        assert [(one["id"], one["name"], one["mode"]) for one in banner] == [(told["id"], "Burak Yılmaz", "whisper")]
    assert kinds(world, "ayse") == ["listened_to"]
    hangs_up(world, BURAK)
    world.advance(4)
    assert row_of(world, told["id"]).end_why == "left" and in_rooms(world) == {"Ayşe", "Mehmet"}
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["listeners"] == []


def test_who_listens_in_silence_needs_the_right_and_is_in_the_audit_alone(world: World) -> None:
    caller = they_talk_and_burak_is_ready(world)
    wanted = {"listener_id": "burak", "why": "Şikâyet", "silent": True}
    status, _ = world.ask("POST", f"/api/v1/calls/{caller.sid}/listeners", {**wanted, "mode": "whisper"}, key=world.key)
    assert status == 409
    told = listens(world, caller.sid, silent=True)
    assert heard_by(world, "Burak") == {"Ayşe", "Mehmet"}
    assert kinds(world, "ayse") == []
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["listeners"] == []
    path = f"/api/v1/calls/{caller.sid}/listeners/{told['id']}"
    assert world.ask("PATCH", path, {"mode": "barge"}, key=world.key)[0] == 409
    assert [what for what, _ in audited(world, caller.sid)] == ["listening_asked", "listening_began"]


def test_who_may_not_listen_or_is_not_there_is_refused(world: World) -> None:
    caller = they_talk(world)
    wanted = {"listener_id": "burak", "mode": "monitor", "why": "Değerlendirme"}
    path = f"/api/v1/calls/{caller.sid}/listeners"
    assert world.ask("POST", path, wanted, key=world.key)[0] == 409
    assert world.ask("POST", path, {**wanted, "listener_id": "ayse"}, key=world.key)[0] == 403
    world.advance(300)
    assert world.ask("POST", path, wanted, key=world.key)[0] == 409


@pytest.mark.parametrize("who", ["agent", "customer"])
def test_a_whisper_is_never_heard_by_the_customer_whoever_hangs_up(world: World, who: str) -> None:
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid, "whisper")
    assert "Burak" in heard_by(world, "Ayşe")
    hangs_up(world, AYSE if who == "agent" else MEHMET)
    assert passes(world, 10) <= {"Ayşe"}
    assert row_of(world, told["id"]).end_why == "conversation_over"
    world.advance(60)
    assert "Burak" not in in_rooms(world) and state_of(world, "burak") == "ready"
    nobody_is_left(world)


def test_a_coach_is_silent_before_the_agent_may_leave_alone_and_the_customer_never_hears_them(world: World) -> None:
    """Ayşe asks Zeynep in and leaves: on this network whoever still whispered to her would be heard by the customer."""
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid, "whisper")
    answers(world, ZEYNEP, "Zeynep", answers_after=2, after_hearing="1")
    signs_in(world, "zeynep")
    transfer = asks(world, caller, "zeynep")
    heard = heard_by(world, "Mehmet") | passes(world, 20)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert row_of(world, told["id"]).in_mode == "monitor" and "Burak" not in heard_by(world, "Ayşe")
    wishes(world, transfer, "join", "agent")
    heard |= passes(world, 3)
    wishes(world, transfer, "leave", "agent")
    heard |= passes(world, 8)
    assert heard == {"Ayşe", "Zeynep"}, heard
    assert row_of(world, told["id"]).end_why == "conversation_over" and in_rooms(world) == {"Mehmet", "Zeynep"}


def test_a_coach_is_heard_again_by_the_agent_to_whom_the_customer_came_back(world: World) -> None:
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid, "whisper")
    transfer = asks(world, caller, "zeynep")
    heard = passes(world, 3)
    wishes(world, transfer, "back", "agent")
    heard |= passes(world, 8)
    assert now_of(world, transfer).state == "returned" and heard <= {"Ayşe"}
    assert row_of(world, told["id"]).in_mode == "whisper" and "Burak" in heard_by(world, "Ayşe")


def test_a_listener_who_does_not_come_keeps_nothing_up(world: World) -> None:
    caller = they_talk(world)
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "burak")
    wanted = {"listener_id": "burak", "mode": "monitor", "why": "Değerlendirme"}
    told = world.ask("POST", f"/api/v1/calls/{caller.sid}/listeners", wanted, key=world.key)[1]
    world.advance(60)
    assert row_of(world, told["id"]).end_why in ("declined", "no_answer")
    assert in_rooms(world) == {"Ayşe", "Mehmet"}
    world.advance(400)
    nobody_is_left(world)
