"""A customer rings in before we have called them: one conversation, one phone that rings, and the promise is kept.

"If I ring in, forget my callback": asked for in five products, and done by none.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from simulator import Caller, transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import MORNING, callback, promised, steps
from tests.journeys.test_trouble import AYSE, EMMA, MEHMET, dialled, outcome, signs_in, state_of
from tests.world import NUMBER, World

FLOW = """
flow: welcome
start: greeting
person: person
nodes:
  greeting: {say: {tr: "Hoş geldiniz, uzun bir karşılama metni burada okunur.", en: "Welcome."}, next: person}
  person: {agent: {queue: destek, owner: true}}
"""
CALLING_YOU = "biz de tam bu numarayı arıyorduk"
TALKS = ["joins", {"talks": 8}, "hangs_up"]


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def rings_in(world: World, number: str = MEHMET, name: str = "Mehmet", **more: Any) -> Caller:
    return world.sim.place_call(number, NUMBER, name=name, **({"steps": TALKS} | more))


def ayse_presses(world: World, key: str = "1", **more: Any) -> None:
    told: dict[str, Any] = {"answers_after": 2, "after_hearing": "dosya", "presses": key}
    world.sim.person(AYSE, "Ayşe", **(told | more))


def until(world: World, what: Callable[[], bool], *, within: float = 40) -> None:
    for _ in range(round(within * 4)):
        if what():
            return
        world.advance(0.25)
    raise AssertionError(transcript(world.sim.trace))


def heard(world: World, name: str) -> str:
    return " · ".join(entry.text for entry in world.sim.trace.of("say") if entry.name == name)


def test_who_waits_for_our_call_is_at_their_place_when_they_ring_in(world: World) -> None:
    name = promised(world, by_agent=None)
    world.advance(5)
    other = rings_in(world, EMMA, "Emma", steps=[{"waits": 200}, "hangs_up"])
    world.advance(30)
    caller = rings_in(world, steps=["joins", {"talks": 3}, "hangs_up"])
    world.advance(10)
    waiting = [call.id for call in world.voice.floor.waiting_for("destek")]
    assert waiting == [caller.sid, other.sid], "they began to wait when they were promised the call"
    assert (callback(world, name).state, callback(world, name).why) == ("scheduled", "rang_in")
    assert "arıyorduk" not in heard(world, "Mehmet"), "nobody was calling them yet"


def test_the_agent_who_rings_for_the_callback_gets_the_call_instead(world: World) -> None:
    ayse_presses(world, answers_after=6)
    signs_in(world, "ayse")
    name = promised(world)
    world.advance(4)
    assert dialled(world, AYSE) == 1
    caller = rings_in(world)
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert CALLING_YOU in heard(world, "Mehmet") and "karşılama" not in heard(world, "Mehmet")
    assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 0)
    known = callback(world, name)
    assert (known.state, known.why) == ("released", "rang_in")


def test_who_is_at_the_whisper_is_told_that_they_rang_in_and_meets_them(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": 6}, {"presses": "1"}, {"waits": 60}])
    signs_in(world, "ayse")
    name = promised(world)
    until(world, lambda: "Geri arama" in heard(world, "Ayşe"))
    caller = rings_in(world)
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert "kendisi aradı" in heard(world, "Ayşe")
    assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 0)
    assert callback(world, name).state == "released"


def accepted(world: World, name: str) -> bool:
    stay = callback(world, name).floor_call
    known = world.voice.floor.call(stay) if stay else None
    return known is not None and known.state == "accepted"


@pytest.mark.parametrize("later", [0, 1, 3])
def test_an_agent_who_stands_in_the_callbacks_room_comes_over(world: World, later: float) -> None:
    ayse_presses(world)
    signs_in(world, "ayse")
    name = promised(world)
    until(world, lambda: accepted(world, name))
    world.advance(later)
    caller = rings_in(world)
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert "kendisi aradı" in heard(world, "Ayşe") and CALLING_YOU in heard(world, "Mehmet")
    assert (dialled(world, AYSE), state_of(world, "ayse")) == (1, "wrap_up")
    assert callback(world, name).state == "released"


def test_a_floor_lost_before_the_agent_comes_over_brings_them_into_one_room(world: World, redis: Redis) -> None:
    ayse_presses(world)
    signs_in(world, "ayse")
    name = promised(world)
    until(world, lambda: accepted(world, name))
    world.advance(2)
    [leg] = [leg for leg in world.sim.legs() if leg.to == AYSE]
    world.sim.fault("unavailable", times=2, only=f"/Calls/{leg.sid}")
    caller = rings_in(world)
    until(world, lambda: agent_held_for(world, caller) == "ayse")
    world.advance(0.5)
    redis.flushall()
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 1 and not world.sim.live_legs()


def test_a_floor_lost_while_the_agent_rings_for_who_rang_in_rings_them_once(world: World, redis: Redis) -> None:
    ayse_presses(world, answers_after=8)
    signs_in(world, "ayse")
    promised(world)
    world.advance(3)
    caller = rings_in(world)
    until(world, lambda: agent_held_for(world, caller) == "ayse")
    world.advance(0.5)
    redis.flushall()
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 0)


def agent_held_for(world: World, caller: Caller) -> str | None:
    known = world.voice.floor.call(str(caller.sid)) if caller.sid else None
    held = world.voice.floor.reservation(known.reservation) if known and known.reservation else None
    return held.agent if held else None


def test_who_hangs_up_unheard_is_called_after_all_at_the_old_place(world: World) -> None:
    name = promised(world, by_agent=None)
    world.advance(4)
    before = callback(world, name)
    caller = rings_in(world, steps=[{"waits": 20}, "hangs_up"])
    world.advance(15)
    assert world.voice.floor.call(caller.sid).state == "waiting"
    assert world.voice.floor.how_many_wait("destek") == 1, "the callback does not wait beside them"
    world.advance(15)
    after = callback(world, name)
    assert (after.state, after.place_at) == ("pool", before.place_at)
    assert after.floor_call != before.floor_call
    waiting = world.voice.floor.call(str(after.floor_call))
    assert waiting and (waiting.state, waiting.place_at) == ("waiting", before.place_at)
    assert [step[:2] for step in steps(world, name)] == [("pool", "due"), ("scheduled", "rang_in"), ("pool", "due")]


def test_whose_phone_rings_while_they_ring_in_meets_the_agent_once(world: World) -> None:
    ayse_presses(world)
    world.sim.person(MEHMET, "Mehmet's phone", answers_after=25)
    signs_in(world, "ayse")
    name = promised(world)
    until(world, lambda: callback(world, name).state == "customer_ringing" and dialled(world, MEHMET) == 1)
    world.advance(2)
    caller = rings_in(world)
    world.advance(3)
    [ringing] = [leg for leg in world.sim.legs() if leg.to == MEHMET]
    assert ringing.is_over, "our own call to them stops ringing"
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert CALLING_YOU in heard(world, "Mehmet") and "kendisi aradı" in heard(world, "Ayşe")
    assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 1)
    known = callback(world, name)
    assert (known.state, known.why, known.tries) == ("released", "rang_in", 0)


@pytest.mark.usefixtures("redis", "database")
def test_an_agent_who_is_held_until_the_customer_says_hello_is_rung_for_their_own_call(
    database_url: str, valkey_url: str
) -> None:
    centre = centre_with(FLOW)
    rules = replace(centre.dialler, leg=replace(centre.dialler.leg, first="customer"))
    with world_with(database_url, valkey_url, replace(centre, dialler=rules)) as world:
        world.clock.advance_to(MORNING)
        ayse_presses(world)
        world.sim.person(MEHMET, "Mehmet's phone", answers_after=25)
        signs_in(world, "ayse")
        name = promised(world)
        until(world, lambda: dialled(world, MEHMET) == 1)
        assert dialled(world, AYSE) == 0
        caller = rings_in(world)
        world.advance(45)
        assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
        assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 1)
        assert callback(world, name).state == "released"
