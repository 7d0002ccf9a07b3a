"""Machines fail while we call back: no customer is rung twice for one try, none is forgotten, no agent is stranded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.rules import Again, DiallerRules, LegRules
from cases.message import MessageRow
from cases.promise import Promise
from records.database import reading, writing
from records.owed_call import CALLBACK
from simulator import transcript
from staff.notice import NoticeRow
from telephony.attempt import AttemptRow, begin
from tests.flows import centre_with, world_with
from tests.journeys.test_browser_agents import is_offered, sits_at_a_browser
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World

ONCE = DiallerRules(
    leg=LegRules(detect_machines=False),
    again={why: Again(after=timedelta(minutes=5), most=1) for why in ("no_answer", "busy", "machine")},
)
TALKS = ["joins", {"talks": 10}, "hangs_up"]


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, replace(centre_with(FLOW), dialler=ONCE)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        answers(world, AYSE, "Ayşe", after_hearing="abul 1")
        yield world


def callback(world: World, name: str) -> Callback:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name)


def said_to(world: World, name: str) -> list[str]:
    return [entry.text for entry in world.sim.trace.of("say") if entry.name == name]


def test_called_as_often_as_allowed_the_customer_reads_it_and_the_owner_and_their_lead_learn_of_it(
    world: World,
) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", busy=True)
    name = promised(world)
    world.advance(20)
    row = callback(world, name)
    assert (row.state, row.why, row.over) == ("released", "not_reached", True), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        [message] = session.scalars(select(MessageRow).where(MessageRow.template == "callback_missed"))
        told = session.scalars(select(NoticeRow.agent_id).where(NoticeRow.key == "notice_callback_not_reached")).all()
        assert session.get_one(Promise, row.promise_id).status == "released"
    assert (message.to_number, "4812" in message.body, "Mehmet" in message.body) == (MEHMET, True, False)
    assert "ayse" in told and len(set(told)) == len(told)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()


def test_who_may_not_be_called_any_longer_at_the_moment_of_dialling_is_not(world: World) -> None:
    """Their window was moved while the agent's phone rang."""
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=2)
    name = promised(world)
    world.advance(3)
    with writing(world.voice.database) as session:
        session.get_one(Callback, name).not_before = world.clock() + timedelta(hours=1)
    world.advance(20)
    row = callback(world, name)
    assert (row.state, row.why, dialled(world, MEHMET)) == ("scheduled", "too_early", 0), transcript(world.sim.trace)
    assert "Şu anda aranamaz, sonra aranacak. Serbestsiniz." in said_to(world, "Ayşe")
    assert (state_of(world, "ayse"), row.tries) == ("ready", 0) and not world.sim.live_legs()


def test_a_phone_that_rings_for_something_else_of_ours_is_not_rung_beside_it(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=2)
    with writing(world.voice.database) as session:
        begin(session, token="t", kind="flow_call", subject="other", destination=MEHMET, now=world.clock())
        session.get_one(AttemptRow, "t").posted_at = world.clock()
    name = promised(world)
    world.advance(20)
    assert (callback(world, name).why, dialled(world, MEHMET)) == ("line_in_use", 0), transcript(world.sim.trace)
    assert state_of(world, "ayse") == "ready"


def test_a_network_that_asks_for_patience_is_given_some_and_then_the_agent_is_free(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=2, steps=TALKS)
    name = promised(world)
    world.advance(4)
    world.sim.fault("unavailable", times=60, only="Calls.json")
    world.advance(40)
    assert "Şu anda arama yapılamıyor, yeniden denenecek. Serbestsiniz." in said_to(world, "Ayşe")
    assert (callback(world, name).tries, dialled(world, MEHMET)) == (0, 0), transcript(world.sim.trace)
    world.sim.no_faults()
    world.advance(120)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)


def test_at_a_browser_the_agent_hears_the_same_and_their_leg_ends(world: World) -> None:
    browser = sits_at_a_browser(world)
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    promised(world)
    leg = browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(50)
    heard = [entry.text for entry in world.sim.trace.of("say") if entry.leg == leg.sid]
    assert "Cevap vermedi. Serbestsiniz." in heard, transcript(world.sim.trace)
    assert not world.sim.live_legs() and dialled(world, MEHMET) == 1


@pytest.mark.parametrize("seconds", [6, 12])
def test_a_redis_that_comes_back_empty_rings_nobody_twice(world: World, redis: Redis, seconds: float) -> None:
    """While the customer's phone rings, or while they talk."""
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=5, steps=["joins", {"talks": 30}, "hangs_up"])
    name = promised(world)
    world.advance(seconds)
    redis.flushall()
    world.advance(80)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)
    assert not world.sim.live_legs()


def test_without_a_word_from_the_network_its_lists_tell_what_became_of_the_call(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=5, steps=TALKS)
    name = promised(world)
    world.sim.fault("callback_lost", times=999)
    world.advance(90)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)
    assert state_of(world, "ayse") in ("wrap_up", "ready") and not world.sim.live_legs()


def test_every_job_lost_costs_seconds_and_no_second_ring(world: World, redis: Redis) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=5, steps=TALKS)
    name = promised(world)
    for _ in range(60):
        for key in redis.keys("rq:*"):
            redis.delete(key)
        world.advance(1)
    assert dialled(world, MEHMET) <= 1
    world.advance(60)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)


def test_no_leg_of_a_callback_can_run_for_ever(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=5, steps=["joins", {"talks": 20_000}])
    promised(world)
    world.advance(15)
    limits = {leg.to: leg.time_limit for leg in world.sim.live_legs()}
    assert limits == {MEHMET: 3_600, AYSE: 14_400}


def test_a_second_leg_with_the_same_token_is_hung_up_on(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=5, steps=["joins", {"talks": 30}, "hangs_up"])
    name = promised(world)
    world.advance(15)
    with reading(world.voice.database) as session:
        [attempt] = session.scalars(select(AttemptRow).where(AttemptRow.kind == CALLBACK))
    world.sim.person("+905447778899", "Deniz", answers_after=1)
    urls = world.voice.urls
    told = urls.callback_leg_status(name, attempt.token)
    world.voice.twilio.create_call(to="+905447778899", url=urls.callback_answer(name, attempt.token),
                                   fallback=told, status_callback=told, ring_seconds=20, time_limit=600)  # fmt: skip
    world.advance(60)
    assert said_to(world, "Deniz") == [] and callback(world, name).state == "kept", transcript(world.sim.trace)


def test_whoever_answers_after_the_agent_was_let_go_is_in_line_again(world: World) -> None:
    """Nobody told us that the call was made, until they answered it."""
    signs_in(world, "ayse")
    answered = [{"hears": "söz verdiğimiz", "within": 60}, "joins", {"talks": 20}, "hangs_up"]
    world.sim.person(MEHMET, "Mehmet", answers_after=24, steps=answered)
    name = promised(world)
    world.advance(4)
    world.sim.fault("create_then_500", only="Calls")
    world.sim.fault("webhook_delayed", seconds=25, only="/answer")
    for event in ("initiated", "ringing", "answered"):
        world.sim.fault("callback_lost", times=9, only=event)
    world.sim.fault("list_lag", times=99, seconds=300)
    world.advance(52)
    assert callback(world, name).floor_call is None and state_of(world, "ayse") == "ready"
    world.advance(60)
    assert (dialled(world, MEHMET), callback(world, name).state) == (1, "kept"), transcript(world.sim.trace)
