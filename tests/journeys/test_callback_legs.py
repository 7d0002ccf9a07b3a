"""We call back: the agent stands in the room, the customer's phone rings once, and whatever happens then is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.callback import Callback
from callbacks.callback_step import steps_of_callback
from cases.case import Case
from cases.customer import CustomerPhone
from cases.promise import Promise
from records.database import reading, writing
from simulator import transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_hang_ups import EVERY
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def callback(world: World, name: str) -> Callback:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name)


def steps(world: World, name: str) -> list[tuple[str, str | None]]:
    with reading(world.voice.database) as session:
        return [(step.state, step.why) for step in steps_of_callback(session, name)]


def said_to(world: World, name: str) -> list[str]:
    return [entry.text for entry in world.sim.trace.of("say") if entry.name == name]


def ayse_accepts(world: World, **more: object) -> None:
    answers(world, AYSE, "Ayşe", after_hearing="abul 1", **more)
    signs_in(world, "ayse")


def accepts_and_leaves(world: World, *, after: float) -> None:
    steps = [{"hears": "Geri arama"}, {"presses": "1"}, {"waits": after}, "hangs_up"]
    world.sim.person(AYSE, "Ayşe", answers_after=2, steps=steps)


def test_agent_and_customer_meet_and_the_promise_is_kept(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=["joins", {"talks": 20}, "hangs_up"])
    name = promised(world)
    world.advance(60)
    assert dialled(world, MEHMET) == 1, transcript(world.sim.trace)
    row = callback(world, name)
    assert (row.state, row.why) == ("kept", "reached"), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, row.promise_id).status == "kept"
    assert steps(world, name) == [("owner_wait", "due"), ("customer_ringing", None), ("connected", None),
                                  ("kept", "reached")]  # fmt: skip
    assert state_of(world, "ayse") == "wrap_up"
    assert "Mehmet Kaya aranıyor." in said_to(world, "Ayşe")
    assert not world.sim.live_legs()


def hours_pass(world: World, hours: float) -> None:
    """Hours in which nobody is on the line; those signed in stay so."""
    world.clock.advance_to(world.clock() + timedelta(hours=hours))
    world.advance(15)


TOLD = {
    "never_answers": ("no_answer", "Cevap vermedi. Serbestsiniz.", 30),
    "unreachable": ("failed", "Numaraya ulaşılamadı. Serbestsiniz.", 15),
}


@pytest.mark.parametrize("how", TOLD)
def test_nobody_is_reached_the_agent_hears_it_and_is_free_and_it_is_tried_again(world: World, how: str) -> None:
    why, word, minutes = TOLD[how]
    ayse_accepts(world)
    manner: dict[str, Any] = {how: True}
    world.sim.person(MEHMET, "Mehmet", **manner)
    name = promised(world)
    world.advance(50)
    row = callback(world, name)
    assert (row.state, row.why, row.tries) == ("scheduled", why, 1), transcript(world.sim.trace)
    assert word in said_to(world, "Ayşe"), transcript(world.sim.trace)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()
    assert row.look_at is not None and timedelta() < row.look_at - world.clock() <= timedelta(minutes=minutes)
    assert dialled(world, MEHMET) == 1
    with reading(world.voice.database) as session:
        promise = session.get_one(Promise, row.promise_id)
        assert promise.status == "open" and promise.due_at > promise.agreed_for, "it is the customer's turn"
        assert row.due_at == promise.due_at


def test_an_agent_who_goes_away_does_not_stop_the_ringing_and_the_next_one_takes_it(world: World) -> None:
    accepts_and_leaves(world, after=6)
    answers(world, BURAK, "Burak", after_hearing="abul 1")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=20, steps=["joins", {"talks": 20}, "hangs_up"])
    name = promised(world)
    world.advance(10)
    signs_in(world, "burak")
    world.advance(80)
    assert (dialled(world, MEHMET), dialled(world, BURAK)) == (1, 1), transcript(world.sim.trace)
    row = callback(world, name)
    assert row.state == "kept", transcript(world.sim.trace)
    assert steps(world, name)[-1] == ("kept", "reached") and not world.sim.live_legs()


def test_a_customer_who_answers_when_nobody_is_there_hears_a_word_and_gets_the_next_agent(world: World) -> None:
    accepts_and_leaves(world, after=6)
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=12, steps=[{"hears": "söz verdiğimiz arama"}, "joins",
                                                                {"talks": 20}, "hangs_up"])  # fmt: skip
    name = promised(world)
    world.advance(30)
    assert callback(world, name).state == "connected", transcript(world.sim.trace)
    answers(world, BURAK, "Burak", after_hearing="abul 1")
    signs_in(world, "burak")
    world.advance(60)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)
    assert not world.sim.live_legs()


def test_a_customer_cut_off_by_the_agent_comes_back_by_one_key_to_whoever_is_free(world: World) -> None:
    accepts_and_leaves(world, after=20)
    signs_in(world, "ayse")
    back = [{"hears": "bağlanmak için 1"}, {"presses": "1"}, {"waits": 2}, "joins", {"talks": 20}, "hangs_up"]
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=["joins", *back])
    name = promised(world)
    world.advance(12)
    answers(world, BURAK, "Burak", after_hearing="abul 1")
    signs_in(world, "burak")
    world.advance(90)
    assert (dialled(world, BURAK), dialled(world, MEHMET)) == (1, 1), transcript(world.sim.trace)
    assert callback(world, name).state == "kept" and not world.sim.live_legs()


UNSURE = ("create_then_500", "create_then_hang", "rest_reset", "refuse_with_500")[:: 1 if EVERY else 3]


@pytest.mark.parametrize("kind", UNSURE)
def test_a_call_nobody_knows_the_outcome_of_is_not_made_a_second_time_before_proof(world: World, kind: str) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", answers_after=6, steps=["joins", {"talks": 20}, "hangs_up"])
    name = promised(world)
    world.advance(4)
    world.sim.fault(kind, only="Calls")
    world.advance(36)
    unknown = "Aramanın durumu belli değil. Serbestsiniz." in said_to(world, "Ayşe")
    assert unknown == (kind == "refuse_with_500"), "nobody waits long beside a telephone that may not ring"
    world.advance(44)
    if kind == "refuse_with_500":
        assert (dialled(world, MEHMET), callback(world, name).state) == (0, "customer_ringing")
        world.advance(120)
    assert (dialled(world, MEHMET), callback(world, name).state) == (1, "kept"), transcript(world.sim.trace)


OTHER = "+905321112233"


def has_another_number(world: World) -> None:
    with writing(world.voice.database) as session:
        case = session.get_one(Case, "4812")
        session.add(CustomerPhone(phone=OTHER, customer_id=case.customer_id))
        case.phone = MEHMET


def number_was_wrong(world: World, name: str) -> Any:
    return world.ask("POST", f"/api/v1/callbacks/{name}/wrong-number", {"reason": "başkası açtı"}, key=world.key)


@pytest.mark.parametrize("said", ["while_they_talk", "afterwards"])
def test_a_wrong_number_keeps_no_promise_and_the_other_number_is_called(world: World, said: str) -> None:
    has_another_number(world)
    ayse_accepts(world)
    world.sim.person(MEHMET, "Başkası", answers_after=4, steps=["joins", {"talks": 12}, "hangs_up"])
    world.sim.person(OTHER, "Mehmet", answers_after=4, steps=["joins", {"talks": 12}, "hangs_up"])
    name = promised(world)
    world.advance(40, until=lambda: said == "while_they_talk" and callback(world, name).state == "connected")
    status, told = number_was_wrong(world, name)
    assert status == 200 and (said == "while_they_talk") == (told["id"] == name), told
    signs_in(world, "ayse")
    world.ask("PUT", "/api/v1/agents/ayse/presence", {"state": "ready"}, key=world.key)
    world.advance(140)
    assert (dialled(world, MEHMET), dialled(world, OTHER)) == (1, 1), transcript(world.sim.trace)
    assert (callback(world, told["id"]).state, callback(world, told["id"]).phone) == ("kept", OTHER)
    assert number_was_wrong(world, "nobody")[0] == 404
