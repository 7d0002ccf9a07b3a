"""We called back; whoever hangs up, and whenever: nobody is stranded, nothing rings on, no telephone rings twice."""

import os
from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from records.database import reading
from records.journal import EventRow
from simulator import transcript
from telephony.attempt import OPEN, AttemptRow
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World

EVERY = os.environ.get("HANG_UPS") == "all"
"""`make hang-ups`: every quarter of a second; otherwise a few moments that differ in what is going on."""
QUARTERS = tuple(quarter / 4 for quarter in range(72))
CUSTOMERS = QUARTERS if EVERY else (0, 8)
"""Seconds after they picked up."""
AGENTS = QUARTERS if EVERY else (0, 4, 12)
"""Seconds after the agent pressed 1; the customer picks up five or six seconds later."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def state(world: World, name: str) -> str:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name).state


def nothing_is_left(world: World) -> None:
    assert not world.sim.live_legs(), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        assert not session.scalars(select(AttemptRow).where(AttemptRow.state.in_(OPEN))).all()
        ended = session.scalars(select(EventRow.call).where(EventRow.kind == "ended")).all()
    assert all(call and call.startswith("CB") for call in ended), "a leg we made is nobody's call to us"
    assert not any(world.voice.floor.counts().waiting.values())


@pytest.mark.parametrize("after", CUSTOMERS)
def test_the_customer_may_hang_up_at_any_moment(world: World, after: float) -> None:
    answers(world, AYSE, "Ayşe", after_hearing="abul 1")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=[{"waits": after}, "hangs_up"])
    name = promised(world)
    world.advance(after + 25)
    assert dialled(world, MEHMET) == 1
    assert state(world, name) in ("kept", "scheduled"), transcript(world.sim.trace)
    assert state_of(world, "ayse") in ("ready", "wrap_up")
    nothing_is_left(world)


@pytest.mark.parametrize("after", AGENTS)
def test_the_agent_may_hang_up_at_any_moment_and_the_next_one_has_the_customer(world: World, after: float) -> None:
    steps = [{"hears": "Geri arama"}, {"presses": "1"}, {"waits": after}, "hangs_up"]
    world.sim.person(AYSE, "Ayşe", answers_after=2, steps=steps)
    answers(world, BURAK, "Burak", after_hearing="abul 1")
    signs_in(world, "ayse")
    back = [{"hears": "1'e basın", "within": 60}, {"presses": "1"}, "joins", {"talks": 5}, "hangs_up"]
    met = after > 6
    stays = ["joins", *back] if met else ["joins", {"talks": 10}, "hangs_up"]
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=stays)
    name = promised(world)
    world.advance(4)
    signs_in(world, "burak")
    world.advance(after + 60)
    assert dialled(world, MEHMET) == 1, transcript(world.sim.trace)
    assert state(world, name) == "kept", transcript(world.sim.trace)
    nothing_is_left(world)
