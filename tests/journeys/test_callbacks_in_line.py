"""A callback that is due stands in line like a caller: whoever promised it first, then anybody, at the old place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, select, update

from callbacks.callback import Callback
from callbacks.callback_step import steps_of_callback
from callbacks.dialler.life import ends
from callbacks.dialler.rules import DiallerRules, LineRules
from callbacks.dialler.state_now import state_now
from callbacks.dialler.sweep import HORIZON
from cases.promise import Promise
from records.database import reading, writing
from records.queue_stay import QueueStay
from staff.notice import NoticeRow
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, calls, dialled, signs_in, state_of
from tests.world import World

FLOW = """
flow: welcome
start: person
person: person
nodes:
  person: {agent: {queue: destek}}
"""
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in Istanbul."""
RULES = DiallerRules(line=LineRules(owner_wait=timedelta(seconds=40), snooze=timedelta(seconds=30), most_snoozes=1))


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, replace(centre_with(FLOW), dialler=RULES)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def promised(world: World, *, within_hours: float = 4, **more: Any) -> str:
    wanted = {"kind": "callback", "what": "Geri arama", "within_hours": within_hours, "phone": MEHMET,
              "queue": "destek", "by_agent": "ayse"}  # fmt: skip
    status, told = world.ask("POST", "/api/v1/cases/4812/promises", wanted | more, key=world.key)
    assert status == 200, told
    return f"promise:{told['id']}"


def callback(world: World, name: str) -> Callback:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name)


def steps(world: World, name: str) -> list[tuple[str, str | None, str]]:
    with reading(world.voice.database) as session:
        return [(step.state, step.why, step.who) for step in steps_of_callback(session, name)]


def notices(world: World, agent: str) -> list[str]:
    with reading(world.voice.database) as session:
        keys = session.scalars(select(NoticeRow.key).where(NoticeRow.agent_id == agent))
        return [key for key in keys if "callback" in key]


def offered_to(world: World, agent: str) -> dict[str, Any]:
    items = world.ask("GET", f"/api/v1/agents/{agent}/reservations", key=world.key)[1]["items"]
    return dict(items[0]) if items else {}


def test_the_owner_hears_that_it_is_a_callback_and_may_ask_for_a_moment_but_not_for_ever(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="2")
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    name = promised(world)
    world.advance(2.5)
    assert state_now(world.voice.floor, callback(world, name)) == "agent_ringing"
    world.advance(17.5)
    assert (callback(world, name).state, callback(world, name).why) == ("scheduled", "snoozed")
    whispers = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Ayşe"]
    assert whispers == [
        "Geri arama: Mehmet Kaya, dosya 4812, söz 10:00. Kabul 1, ertele 2, geri ver 3.",
        "Tamam, 1 dakika sonra yeniden soracağız.",
    ]
    assert (state_of(world, "ayse"), dialled(world, BURAK)) == ("ready", 0)
    world.advance(40)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (2, 1)
    assert [step[:2] for step in steps(world, name)] == [
        ("owner_wait", "due"), ("scheduled", "snoozed"), ("owner_wait", "due"), ("pool", "handed_back")
    ]  # fmt: skip


def test_an_owner_who_hands_it_back_is_not_asked_again_and_others_are_at_once(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="3")
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    name = promised(world)
    world.advance(12)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (1, 1)
    assert steps(world, name) == [("owner_wait", "due", "clock"), ("pool", "handed_back", "ayse")]
    assert notices(world, "ayse") == []


def test_an_owner_at_a_desk_puts_it_off_and_gives_it_back_by_the_api(world: World) -> None:
    signs_in(world, "can")
    name = promised(world, by_agent="can")
    world.advance(2)
    offer = offered_to(world, "can")
    assert (offer["callback"]["id"], offer["callback"]["tries"]) == (name, 0)
    status, told = world.ask("POST", f"/api/v1/reservations/{offer['id']}/snooze", {}, key=world.key)
    assert (status, told["why_failed"], callback(world, name).state) == (200, "caller_gone", "scheduled")
    assert world.ask("POST", f"/api/v1/reservations/{offer['id']}/snooze", {}, key=world.key)[0] == 409
    world.advance(33)
    offer = offered_to(world, "can")
    status, told = world.ask("POST", f"/api/v1/reservations/{offer['id']}/hand-back", {}, key=world.key)
    assert (status, told["why_failed"], callback(world, name).state) == (200, "rejected", "pool")


def test_an_owner_who_is_busy_is_waited_for_and_then_anybody_may_call_at_the_old_place(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=1, after_hearing="Kabul", presses="1")
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    calls(world, EMMA, "Emma", steps=["joins", {"talks": 120}, "hangs_up"])
    world.advance(10)
    name = promised(world)
    signs_in(world, "burak")
    world.advance(35)
    assert (callback(world, name).state, dialled(world, BURAK)) == ("owner_wait", 0)
    world.advance(10)
    assert (callback(world, name).state, dialled(world, BURAK)) == ("pool", 1)
    assert steps(world, name)[1:] == [("pool", "owner_wait_over", "clock")]
    assert notices(world, "ayse") == ["notice_callback_owner_wait_over"]
    with reading(world.voice.database) as session:
        [stay] = session.scalars(select(QueueStay).where(QueueStay.queue == "destek"))
    assert not stay.call.startswith("CB"), "a callback in line is nobody who waits on the line"


def test_a_promised_time_that_passes_deletes_nothing_and_puts_the_callback_before_others(world: World) -> None:
    name = promised(world, within_hours=1)
    world.advance(2)
    before = callback(world, name)
    assert (before.state, steps(world, name)) == ("pool", [("pool", "due", "clock")]), "nobody is there to wait for"
    world.clock.advance_to(before.due_at + timedelta(seconds=1))
    world.advance(20)
    after = callback(world, name)
    assert (after.state, after.kind, after.floor_call) == ("pool", "breach", before.floor_call)
    assert after.promise_id != before.promise_id and after.due_at > before.due_at
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, after.promise_id).makes_good == before.promise_id
    on_floor = world.voice.floor.call(str(after.floor_call))
    assert on_floor is not None and on_floor.place_at is not None
    sooner = on_floor.place_at.timestamp() - on_floor.score / 1000
    assert sooner == pytest.approx(RULES.line.overdue_boost_seconds)
    with writing(world.voice.database) as session:
        assert ends(session, session.get_one(Callback, name), "kept", now=world.clock())
        assert session.get_one(Promise, before.promise_id).made_good_at is not None
    world.advance(3)
    gone = world.voice.floor.call(str(after.floor_call))
    assert gone is not None and gone.state == "gone", "what is over leaves the line by itself"


def test_lost_jobs_lost_deadlines_and_an_empty_redis_cost_seconds_and_no_place(world: World, redis: Redis) -> None:
    world.workers_away = True
    name = promised(world)
    world.advance(1)
    redis.flushall()
    world.workers_away = False
    world.advance(5)
    first = callback(world, name)
    assert first.state == "pool"
    redis.flushall()
    world.advance(3)
    on_floor = world.voice.floor.call(str(first.floor_call))
    assert on_floor is not None and (on_floor.state, on_floor.place_at) == ("waiting", first.place_at)
    with writing(world.voice.database) as session:  # a process that died between the row and the floor
        session.execute(update(Callback).values(floor_call="CB" + "f" * 32, look_at=world.clock()))
    world.advance(20)
    assert [known.id for known in world.voice.floor.waiting_for("destek")] == ["CB" + "f" * 32]
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "burak")
    world.advance(2)
    assert dialled(world, BURAK) == 1


def test_a_callback_for_later_is_due_to_the_millisecond(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    at, name = world.clock() + 3 * HORIZON + timedelta(milliseconds=317), promised(world)
    with writing(world.voice.database) as session:
        session.execute(update(Callback).values(not_before=at, look_at=at))
    world.advance(30)
    [leg] = [leg for leg in world.sim.legs() if leg.to == AYSE]
    assert timedelta(0) <= leg.created_at - at <= timedelta(milliseconds=60), (leg.created_at, at)
    assert callback(world, name).state == "owner_wait"


def test_an_owner_who_does_not_answer_learns_that_others_may_call(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    name = promised(world)
    world.advance(6)
    signs_in(world, "burak")
    world.advance(20)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (1, 1)
    assert steps(world, name) == [("owner_wait", "due", "clock"), ("pool", "owner_away", "clock")]
    assert notices(world, "ayse") == ["notice_callback_owner_away"]


def test_a_stay_that_no_callback_stands_behind_is_taken_off_the_floor(world: World) -> None:
    name = promised(world)
    world.advance(3)
    stay = str(callback(world, name).floor_call)
    with writing(world.voice.database) as session:
        moment = world.clock() + timedelta(hours=1)
        session.execute(update(Callback).values(state="scheduled", floor_call=None, look_at=moment))
    world.advance(20)
    gone = world.voice.floor.call(stay)
    assert gone is not None and (gone.state, gone.why) == ("gone", "nobody_is_owed")
