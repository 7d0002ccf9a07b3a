"""Ops change a callback while telephones ring for it: they stop, the agent hears why, and nobody is left over."""

from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from simulator import transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_legs import callback, said_to, steps
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def asks(world: World, name: str, act: str, **body: Any) -> int:
    method = "POST" if act else "PATCH"
    status, told = world.ask(method, f"/api/v1/callbacks/{name}{act}", {"reason": "öyle istedi"} | body, key=world.key)
    assert status in (200, 409), told
    return int(status)


def test_cancelled_while_the_customers_telephone_rings_it_stops_and_the_agent_is_free(world: World) -> None:
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    name = promised(world)
    world.advance(15)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("customer_ringing", 1)
    assert asks(world, name, "/reassignment", agent_id="burak") == 409, "nobody takes it away from under them"
    assert asks(world, name, "/cancellation", tell=False) == 200
    world.advance(8)
    assert "Bu aramaya gerek kalmadı. Serbestsiniz." in said_to(world, "Ayşe"), transcript(world.sim.trace)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()
    world.advance(60)
    assert (dialled(world, MEHMET), callback(world, name).state) == (1, "released")


def test_another_number_while_an_agents_telephone_rings_is_offered_to_them_anew(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    world.sim.person(BURAK, "Kızı", answers_after=3, steps=["joins", {"talks": 20}, "hangs_up"])
    name = promised(world)
    world.advance(4)
    assert state_of(world, "ayse") == "reserved"
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    assert asks(world, name, "", version=callback(world, name).version, phone=BURAK) == 200
    assert callback(world, name).floor_call is None
    world.advance(70)
    assert (dialled(world, MEHMET), dialled(world, BURAK)) == (0, 1), transcript(world.sim.trace)
    assert callback(world, name).state == "kept" and not world.sim.live_legs()
    assert [why for _, why in steps(world, name)][:3] == ["due", "moved", "due"]


def test_given_to_a_colleague_while_the_owner_is_rung_it_rings_there(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    answers(world, BURAK, "Burak", after_hearing="Geri arama")
    signs_in(world, "burak")
    world.sim.person(MEHMET, "Mehmet", answers_after=3, steps=["joins", {"talks": 20}, "hangs_up"])
    name = promised(world)
    world.advance(4)
    assert asks(world, name, "/reassignment", agent_id="burak") == 200
    world.advance(60)
    assert callback(world, name).state == "kept", transcript(world.sim.trace)
    assert (dialled(world, BURAK), dialled(world, MEHMET), state_of(world, "ayse")) == (1, 1, "ready")
