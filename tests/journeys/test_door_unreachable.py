"""Our web cannot be reached in the second in which somebody we call answers: asked again, led back, or called anew."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine

from cases.promise import Promise
from records.database import reading
from simulator import transcript
from simulator.wire.transport import Answer, ConnectFailed, Pairs, Timeouts
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_legs import ayse_accepts, callback, said_to, steps
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World

TALKS = ["joins", {"talks": 20}, "hangs_up"]


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def refused(world: World, what: str, times: int) -> None:
    """So many connections for this path are refused, one after the other."""
    whole, left = world.sim.exchange.transport, [times]

    def carry(method: str, url: str, form: Pairs, headers: Pairs, timeout: Timeouts) -> Answer:
        if what in url and left[0]:
            left[0] -= 1
            raise ConnectFailed("the web is down")
        return whole(method, url, form, headers, timeout)

    world.sim.exchange.transport = carry


def asked(world: World, what: str) -> int:
    return sum(1 for entry in world.sim.trace.of("webhook") if what in entry.text)


def test_a_door_that_opens_again_in_the_same_second_is_asked_again(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    refused(world, "/answer", 4)
    world.advance(60)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)
    assert asked(world, "/fallback") == 0


def test_a_customer_whose_document_cannot_be_had_is_led_back_to_the_room(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    world.sim.fault("webhook_unreachable", only="/answer")
    world.advance(60)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)
    assert asked(world, "/fallback") == 1 and state_of(world, "ayse") == "wrap_up"


@pytest.mark.parametrize("step", ["/whisper", "/acceptance"])
def test_an_agent_whose_document_cannot_be_had_hears_the_whisper_and_may_accept(world: World, step: str) -> None:
    again = [{"presses": "1"}, {"hears": "abul 1"}, {"presses": "1"}] if step == "/acceptance" else [{"presses": "1"}]
    answers(world, AYSE, "Ayşe", steps=[{"hears": "abul 1"}, *again], presses="", after_hearing="")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    world.sim.fault("webhook_unreachable", only=step)
    world.advance(60)
    assert (callback(world, name).state, dialled(world, AYSE)) == ("kept", 1), transcript(world.sim.trace)


def test_an_agent_who_had_accepted_when_the_answer_was_lost_goes_into_the_room(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    world.sim.fault("webhook_answer_lost", only="/acceptance")
    world.advance(90)
    assert (callback(world, name).state, dialled(world, AYSE)) == ("kept", 1), transcript(world.sim.trace)


def test_who_answers_and_hears_nothing_of_us_was_not_tried_and_is_called_again_soon(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    world.sim.fault("webhook_unreachable", only="/voice/callbacks/promise", times=2)
    world.advance(40)
    row = callback(world, name)
    assert (row.state, row.why, row.tries) == ("scheduled", "unheard", 0), transcript(world.sim.trace)
    assert any("sesimizi duyamadı" in text for text in said_to(world, "Ayşe")) and state_of(world, "ayse") == "ready"
    assert row.look_at is not None and timedelta(minutes=2) < row.look_at - world.clock() <= timedelta(minutes=3)
    with reading(world.voice.database) as session:
        promise = session.get_one(Promise, row.promise_id)
        assert promise.due_at == promise.agreed_for, "it is not the customer's turn"
    world.advance(180)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 2), transcript(world.sim.trace)
    assert ("scheduled", "unheard") in steps(world, name)


def test_as_long_as_nobody_hears_us_they_are_called_later_each_time(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=TALKS)
    name = promised(world)
    world.sim.fault("webhook_unreachable", only="/voice/callbacks/promise", times=4)
    world.advance(230)
    row = callback(world, name)
    assert (row.why, row.tries, dialled(world, MEHMET)) == ("unheard", 0, 2), transcript(world.sim.trace)
    assert row.look_at is not None and row.look_at - world.clock() > timedelta(minutes=4)


def test_who_hears_us_and_hangs_up_before_anybody_comes_was_tried(world: World) -> None:
    answers(world, AYSE, "Ayşe", steps=[{"hears": "Geri arama"}, {"presses": "1"}, {"waits": 3}, "hangs_up"],
            presses="", after_hearing="")  # fmt: skip
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=8, steps=[{"hears": "söz verdiğimiz"}, "hangs_up"])
    name = promised(world)
    world.advance(60)
    row = callback(world, name)
    assert (row.why, row.tries) == ("no_answer", 1), transcript(world.sim.trace)
