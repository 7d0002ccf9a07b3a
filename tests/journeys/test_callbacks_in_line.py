"""A callback that is due stands in line like a caller: whoever promised it first, then anybody, at the old place."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.callback import Callback
from callbacks.callback_step import steps_of_callback
from records.database import reading
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in
from tests.world import World

FLOW = """
flow: welcome
start: person
person: person
nodes:
  person: {agent: {queue: destek, owner: true}}
"""
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in Istanbul."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def promised(world: World, *, within_hours: float = 4, agent: str | None = "ayse") -> str:
    wanted = {"kind": "callback", "what": "Geri arama", "within_hours": within_hours, "phone": MEHMET,
              "queue": "destek", "by_agent": agent}  # fmt: skip
    status, told = world.ask("POST", "/api/v1/cases/4812/promises", wanted, key=world.key)
    assert status == 200, told
    return f"promise:{told['id']}"


def callback(world: World, name: str) -> Callback:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name)


def steps(world: World, name: str) -> list[tuple[str, str | None, str]]:
    with reading(world.voice.database) as session:
        return [(step.state, step.why, step.who) for step in steps_of_callback(session, name)]


def test_the_owner_is_rung_at_once_and_told_that_it_is_a_callback(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="1")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    name = promised(world)
    world.advance(6)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (1, 0)
    whispers = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Ayşe"]
    assert whispers == ["Geri arama: Mehmet Kaya, dosya 4812, söz 10:00. Kabul 1, ertele 2, geri ver 3."]
    assert callback(world, name).state in ("owner_wait", "customer_ringing")


def test_an_owner_who_is_not_there_is_not_waited_for(world: World) -> None:
    answers(world, BURAK, "Burak", never_answers=True)
    signs_in(world, "burak")
    name = promised(world)
    world.advance(5)
    assert dialled(world, BURAK) == 1
    assert steps(world, name) == [("pool", "due", "clock")]


def test_an_owner_who_hands_it_back_is_not_asked_again_and_others_are_at_once(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="3")
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    name = promised(world)
    world.advance(12)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (1, 1)
    assert steps(world, name) == [("owner_wait", "due", "clock"), ("pool", "handed_back", "ayse")]


def test_an_agent_who_asks_for_a_moment_is_asked_again_and_nobody_else_is_meanwhile(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="2")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    name = promised(world)
    world.advance(20)
    assert (callback(world, name).state, callback(world, name).why) == ("scheduled", "snoozed")
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (1, 0)
    minutes = world.voice.dialler.line.snooze.total_seconds()
    world.advance(minutes - 40)
    assert dialled(world, AYSE) == 1
    world.advance(45)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (2, 0)
