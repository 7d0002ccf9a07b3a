"""A machine picks up: it is told once which case and when we call again, nothing about anybody; the agent is free."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.dialler.leg_in_doubt import customer_is_wanted
from callbacks.dialler.machine import MESSAGE, MESSAGE_TIME
from cases.promise import Promise
from ivr.callback_machine import answerer_is_told
from ivr.incoming import Incoming
from records.database import reading
from records.owed_call import CALLBACK
from simulator import Killed, transcript
from telephony.attempt import AttemptRow, attempt_for
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_legs import ayse_accepts, callback, hours_pass, said_to, steps
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World

GREETING = "Merhaba, şu anda telefona bakamıyorum, lütfen bip sesinden sonra bir mesaj bırakın"
MESSAGE_BEGINS = "Merhaba, Sahip Enerji'den arıyoruz. kırk sekiz, on iki numaralı dosyanız için size ulaşamadık."


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def messages(world: World) -> list[str]:
    return [text for text in said_to(world, "Mehmet") if "ulaşamadık" in text]


def answered_by(world: World) -> list[str | None]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(AttemptRow.answered_by).where(AttemptRow.kind == "callback")))


def test_the_machine_hears_case_and_window_and_the_agent_is_free(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", voicemail=GREETING, answers_after=2)
    name = promised(world, within_hours=6)
    world.advance(60)
    [said] = messages(world)
    assert said.startswith(MESSAGE_BEGINS) and "Mehmet" not in said and "Kaya" not in said
    assert "saat on iki ile on sekiz arasında yeniden arıyoruz" in said, said
    row = callback(world, name)
    assert (row.state, row.why, row.tries) == ("scheduled", "machine", 1), transcript(world.sim.trace)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()
    assert said_to(world, "Ayşe")[-1].startswith("Telesekreter")
    assert answered_by(world) == ["machine_end_beep"]
    with reading(world.voice.database) as session:
        assert session.get_one(Promise, row.promise_id).status == "open"
    hours_pass(world, 2)
    world.advance(60)
    assert dialled(world, MEHMET) == 2 and len(messages(world)) == 1, "nobody hears us twice on their machine"
    assert [why for _, why in steps(world, name)].count(MESSAGE) == 1
    row = callback(world, name)
    assert (row.state, row.why) == ("released", "not_reached"), transcript(world.sim.trace)
    assert not world.sim.live_legs()


def test_an_agent_who_hangs_up_on_the_greeting_has_kept_no_promise_and_the_message_is_left(world: World) -> None:
    answers(world, AYSE, "Ayşe", steps=[{"hears": "Geri arama"}, {"presses": "1"}, {"waits": 8}, "hangs_up"])
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", voicemail=GREETING * 4, answers_after=2)
    name = promised(world)
    world.advance(70)
    row = callback(world, name)
    assert (row.state, row.why) == ("scheduled", "machine"), transcript(world.sim.trace)
    assert len(messages(world)) == 1 and not world.sim.live_legs()


@pytest.mark.parametrize(("who", "end"), [({"says_nothing": True}, "kept"), ({"fax": True}, "scheduled")])
def test_who_says_nothing_is_a_person_and_a_fax_is_told_nothing(world: World, who: dict[str, Any], end: str) -> None:
    ayse_accepts(world, hangs_up_after=15)
    world.sim.person(MEHMET, "Mehmet", answers_after=2, **who)
    name = promised(world)
    world.advance(60)
    assert callback(world, name).state == end, transcript(world.sim.trace)
    assert messages(world) == []


def test_a_worker_that_dies_before_it_leads_the_machine_to_its_message_loses_nothing(world: World) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", voicemail=GREETING, answers_after=2)
    died: list[str] = []

    def dies() -> None:
        died.append("the agent has been told, the machine not yet")
        raise Killed

    world.sim.at_point("before rest POST /Calls/*", dies, nth=2)
    name = promised(world)
    world.advance(60)
    assert died and said_to(world, "Ayşe")[-1].startswith("Telesekreter") and len(messages(world)) == 1, transcript(
        world.sim.trace
    )
    assert callback(world, name).why == "machine" and not world.sim.live_legs()


def test_what_the_network_says_of_a_machine_while_redis_is_away_is_not_lost(world: World, redis: Redis) -> None:
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", voicemail=GREETING, answers_after=2)
    name = promised(world)
    world.advance(14)
    with reading(world.voice.database) as session:
        attempt = session.scalars(select(AttemptRow).where(AttemptRow.kind == CALLBACK)).one()
    assert (attempt.state, attempt.answered_by) == ("live", None), transcript(world.sim.trace)
    told = (("CallSid", str(attempt.leg)), ("AnsweredBy", "machine_end_beep"))
    redis.execute_command("CLIENT", "PAUSE", 60_000, "WRITE")
    answerer_is_told(world.voice, Incoming(target="", query={"attempt": attempt.token}, pairs=told, body=b"",
                                           content_type="", signature=""), name)  # fmt: skip
    redis.execute_command("CLIENT", "UNPAUSE")
    with reading(world.voice.database) as session:
        assert session.get_one(AttemptRow, attempt.token).answered_by == "machine_end_beep"
    world.sim.fault("webhook_lost", only="/answerer")
    world.advance(8)
    assert callback(world, name).why == "machine", transcript(world.sim.trace)


def test_the_leg_of_a_machine_is_wanted_for_as_long_as_its_message_may_last(world: World) -> None:
    """Its callback has been put off by then, and its agent is free."""
    ayse_accepts(world)
    world.sim.person(MEHMET, "Mehmet", voicemail=GREETING, answers_after=2)
    name = promised(world)
    world.advance(60, until=lambda: any("ulaşamadık" in text for text in said_to(world, "Mehmet")))
    with reading(world.voice.database) as session:
        heard = attempt_for(session, name)
    assert heard is not None and heard.open and callback(world, name).state == "scheduled"
    assert customer_is_wanted(world.voice, heard)
    assert not customer_is_wanted(world.voice, replace(heard, answered_by="fax", call="CB-of-another-stay"))
    world.clock.advance(MESSAGE_TIME.total_seconds())
    assert not customer_is_wanted(world.voice, heard)
