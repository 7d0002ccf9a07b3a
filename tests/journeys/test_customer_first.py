"""The customer is rung first: an agent is held for them, undisturbed, and both talk within five seconds of hello."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.dialler.customer_leg import dial
from callbacks.dialler.rules import DiallerRules, LegRules
from simulator import transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_browser_agents import offer, sits_at_a_browser
from tests.journeys.test_callback_legs import callback, said_to, steps
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, STRANGER, answers, calls, dialled, signs_in, state_of
from tests.world import World

AT_MOST = timedelta(seconds=5)
RULES = DiallerRules(leg=LegRules(first_by_queue={"destek": "customer"}))
TALKS = ["joins", {"talks": 10}, "hangs_up"]
HELLO = 8
"""Seconds the customer lets it ring."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = replace(centre_with(FLOW), dialler=RULES)
    with world_with(database_url, valkey_url, centre) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def mehmet(world: World, **more: Any) -> None:
    usual: dict[str, Any] = {"answers_after": HELLO, "steps": TALKS}
    world.sim.person(MEHMET, "Mehmet", **(usual | more))


def takes_it(world: World, number: str, name: str, **more: Any) -> None:
    usual: dict[str, Any] = {"answers_after": 0.5, "after_hearing": "kabul"}
    answers(world, number, name, **(usual | more))


def told(world: World, kind: str, text: str) -> datetime:
    found = [entry.at for entry in world.sim.trace.of(kind) if text in entry.text]  # type: ignore[arg-type]
    assert found, transcript(world.sim.trace)
    return found[0]


def hello(world: World) -> datetime:
    return next(entry.at for entry in world.sim.trace.of("leg") if (entry.name, entry.text) == ("Mehmet", "answered"))


def longest_silence(world: World, *, until: datetime) -> timedelta:
    """Of what Mehmet hears, words or music, from hello until he talks with somebody."""
    heard = [entry for entry in world.sim.trace.of("say") if entry.name == "Mehmet" and entry.at < until]
    ends = [hello(world), *[entry.at + timedelta(seconds=entry.data.get("seconds", 0)) for entry in heard]]
    begins = [*[entry.at for entry in heard], until]
    return max(begin - end for begin, end in zip(begins, ends, strict=True))


def test_an_agent_at_a_telephone_is_rung_at_hello_and_both_talk_soon(world: World) -> None:
    takes_it(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    mehmet(world)
    name = promised(world)
    world.advance(HELLO)
    assert (dialled(world, MEHMET), dialled(world, AYSE), state_of(world, "ayse")) == (1, 0, "reserved")
    world.advance(30)
    met = told(world, "conference", "starts")
    assert met - hello(world) <= AT_MOST, transcript(world.sim.trace)
    assert longest_silence(world, until=met) <= AT_MOST
    assert said_to(world, "Mehmet")[0].startswith("Merhaba, Sahip Enerji.")
    assert callback(world, name).state == "kept" and not world.sim.live_legs()


def test_an_agent_at_a_browser_sees_nothing_until_hello(world: World) -> None:
    browser = sits_at_a_browser(world)
    mehmet(world)
    name = promised(world)
    world.advance(HELLO)
    assert dialled(world, MEHMET) == 1 and offer(world) is None
    world.advance(20, until=lambda: offer(world) is not None)
    browser.connect({"reservation": offer(world)["id"]})
    world.advance(20)
    assert told(world, "conference", "starts") - hello(world) <= timedelta(seconds=1), transcript(world.sim.trace)
    assert callback(world, name).state == "kept" and dialled(world, AYSE) == 0


def test_nobody_is_disturbed_where_the_customer_does_not_answer(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    name = promised(world)
    world.advance(60)
    row = callback(world, name)
    assert (row.state, row.why, row.tries) == ("scheduled", "no_answer", 1), transcript(world.sim.trace)
    assert (dialled(world, MEHMET), dialled(world, AYSE), state_of(world, "ayse")) == (1, 0, "ready")
    takes_it(world, AYSE, "Ayşe")
    caller = calls(world, STRANGER, "Deniz")
    world.advance(20)
    assert caller.failures == [], "who was held is free for whoever calls"


def test_when_the_held_agent_does_not_come_the_next_one_does_and_nobody_hears_silence(world: World) -> None:
    answers(world, AYSE, "Ayşe", never_answers=True)
    takes_it(world, BURAK, "Burak")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    mehmet(world)
    name = promised(world)
    world.advance(80)
    met = told(world, "conference", "starts")
    assert (dialled(world, MEHMET), dialled(world, AYSE), dialled(world, BURAK)) == (1, 1, 1)
    assert longest_silence(world, until=met) <= AT_MOST, transcript(world.sim.trace)
    assert callback(world, name).state == "kept"


def test_whoever_is_asked_while_the_customer_waits_cannot_put_it_off(world: World) -> None:
    takes_it(world, AYSE, "Ayşe", presses="2")
    takes_it(world, BURAK, "Burak")
    signs_in(world, "ayse")
    mehmet(world)
    name = promised(world)
    world.advance(HELLO + 6)
    signs_in(world, "burak")
    world.advance(30)
    assert (dialled(world, MEHMET), dialled(world, BURAK)) == (1, 1), transcript(world.sim.trace)
    assert callback(world, name).state == "kept"


def test_a_machine_ends_the_ringing_and_hears_its_message(world: World) -> None:
    answers(world, AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=2, voicemail="Şu anda telefona bakamıyorum, mesaj bırakın")
    name = promised(world)
    world.advance(40)
    row = callback(world, name)
    assert (row.state, row.why) == ("scheduled", "machine"), transcript(world.sim.trace)
    assert said_to(world, "Mehmet")[-1].startswith("Merhaba, Sahip Enerji'den arıyoruz.")
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()


def test_a_floor_that_is_lost_while_it_rings_costs_no_second_ring(world: World, redis: Redis) -> None:
    takes_it(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    mehmet(world)
    name = promised(world)
    world.advance(HELLO - 3)
    redis.flushall()
    world.advance(40)
    assert (dialled(world, MEHMET), dialled(world, AYSE)) == (1, 1), transcript(world.sim.trace)
    assert callback(world, name).state == "kept"
    assert told(world, "conference", "starts") - hello(world) <= AT_MOST


def test_a_call_that_was_not_made_after_all_holds_nobody_for_long_and_is_made_once(world: World) -> None:
    takes_it(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    mehmet(world)
    world.sim.fault("refuse_with_500", only="Calls")
    name = promised(world)
    world.advance(60)
    assert (dialled(world, MEHMET), state_of(world, "ayse")) == (0, "ready"), steps(world, name)
    world.advance(65)
    assert dialled(world, MEHMET) == 1, transcript(world.sim.trace)
    assert callback(world, name).state == "kept", steps(world, name)


def test_who_is_held_asks_for_no_second_call_while_the_first_is_being_settled(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    name = promised(world)
    world.advance(20)
    world.workers_away = True
    world.advance(25)
    assert not world.sim.live_legs() and state_of(world, "ayse") == "reserved"
    dial(world.voice, name)
    world.workers_away = False
    world.advance(20)
    assert dialled(world, MEHMET) == 1, transcript(world.sim.trace)
    assert callback(world, name).why == "no_answer" and state_of(world, "ayse") == "ready"


def test_who_rings_in_while_their_phone_rings_gets_the_agent_who_was_held(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    name = promised(world)
    world.advance(HELLO)
    caller = calls(world, MEHMET, "Mehmet Kaya")
    world.advance(40)
    assert caller.failures == [], transcript(world.sim.trace)
    row = callback(world, name)
    assert (row.state, row.why, dialled(world, MEHMET), dialled(world, AYSE)) == ("released", "rang_in", 1, 1)
