"""Callers choose when they are called, of the times at which somebody is free; nobody is offered a time twice taken."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.dialler.making import make_callback
from callbacks.dialler.slots import slots_for
from callbacks.dialler.wanted import CallbackWanted
from records.database import reading, writing
from simulator.sentences import Phone
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_offer import FLOW, owed
from tests.journeys.test_trouble import MEHMET
from tests.world import NUMBER, World

TIMES = """
      times:
        ask: {tr: "Ne zaman? {times} Başka {more}, hayır {quit}.", en: "When? {times}"}
        each: {tr: "{begin:moment} için {key:number_dative}.", en: "{begin:moment}: {key}."}
        promised: {tr: "Söz, {begin:moment} ile {due:time} arasında.", en: "We call."}
      queue: destek
"""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW.replace("\n      queue: destek\n", TIMES, 1))) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def free(world: World, count: int = 4) -> list[str]:
    with reading(world.voice.database) as session:
        told = slots_for(session, world.voice, "destek", world.clock(), count=count, phone=MEHMET)
    return [one.begin.isoformat() for one in told]


def test_the_second_of_three_times_is_chosen_and_promised_as_a_window(phone: Phone, world: World) -> None:
    first, second, *_ = free(world)
    phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("1").hears("Ne zaman").presses("2").hears("Söz")
    [(callback, promise)] = owed(world)
    assert (callback.not_before.isoformat(), callback.until) == (second, callback.due_at), first
    assert promise.due_at == callback.due_at == callback.not_before + timedelta(minutes=30)


def test_later_times_come_behind_a_key_of_their_own(phone: Phone, world: World) -> None:
    fourth = free(world)[3]
    caller = phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("1").hears("Ne zaman").presses("4")
    caller.hears("Ne zaman").presses("1").hears("Söz")
    [(callback, _)] = owed(world)
    assert callback.not_before.isoformat() == fourth


def test_the_time_is_for_the_number_they_keyed_in(phone: Phone, world: World) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("2").presses("05421112233#")
    caller.hears("doğruysa").presses("1").hears("Ne zaman").presses("1").hears("Söz")
    [(callback, _)] = owed(world)
    assert callback.phone == "+905421112233" and callback.until is not None


def test_who_chooses_a_time_that_was_taken_meanwhile_is_told_those_that_are_left(phone: Phone, world: World) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("1").hears("Ne zaman")
    with reading(world.voice.database) as session:
        first = slots_for(session, world.voice, "destek", world.clock(), count=1)[0]
    with writing(world.voice.database) as session:
        for number in range(first.free):
            make_callback(session, world.voice, CallbackWanted(
                once=f"w{number}", phone=f"+90533{number:03}4567", queue="destek", what="Arama", who="test",
                owner=False, begin=first.begin, due=first.end, tell=None))  # fmt: skip
    caller.presses("1").hears("Ne zaman").presses("1").hears("Söz")
    theirs = [callback for callback, _ in owed(world) if callback.phone == MEHMET]
    assert [callback.not_before > first.begin for callback in theirs] == [True]


def test_who_wants_none_of_the_times_goes_on_as_before(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("1").hears("Ne zaman").presses("5").hears("bekle")
    assert owed(world) == []
