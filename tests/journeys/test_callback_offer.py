"""Callers who do not want to wait are promised a call; what was promised is in the books before they hear of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from cases.promise import Promise
from records.database import reading
from simulator.sentences import Phone
from simulator.sentences.sentence import Sentence
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.world import NUMBER, World

FLOW = """
flow: offer
start: who
person: anyone
tries: 2
not_understood: {tr: "Anlayamadım."}
nodes:
  who:
    identify: {one: call, several: call, none: call, withheld: call}
  call:
    callback:
      offer: {tr: "Sizi {due:time_dative} kadar {phone:phone} numarasından arayalım mı?", en: "Shall we call you?"}
      ask_number: {tr: "Hangi numarayı arayalım?", en: "Which number?"}
      confirm: {tr: "{phone:phone} doğruysa bire basın.", en: "{phone:phone}, if that is right press one."}
      promise: {tr: "Geri arama"}
      promised: {tr: "Söz, {due:time_dative} kadar arayacağız.", en: "We call you by {due:time}."}
      queue: destek
      hours: destek
      within_hours: 2
      accepted: bye
      refused: stays
  bye: {hang_up: true}
  stays: {say: {tr: "Peki, bekleyelim.", en: "All right."}, next: anyone}
  anyone: {agent: {queue: destek}}
"""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def owed(world: World) -> list[tuple[Callback, Promise]]:
    with reading(world.voice.database) as session:
        rows = session.scalars(select(Callback).order_by(Callback.made_at, Callback.id)).all()
        return [(row, session.get_one(Promise, row.promise_id)) for row in rows]


def offered(phone: Phone, number: str = MEHMET) -> Sentence:
    return phone.call(number, name="Mehmet").hears("arayalım mı")


def test_the_owner_of_the_case_calls_the_number_that_called(phone: Phone, world: World) -> None:
    offered(phone).presses("1").hears("Söz").is_hung_up()
    [(callback, promise)] = owed(world)
    assert (callback.phone, callback.agent_id, callback.case_number) == (MEHMET, "ayse", "4812")
    assert (promise.kind, promise.what, promise.by_agent, promise.status) == ("callback", "Geri arama", "ayse", "open")
    assert callback.due_at == promise.due_at
    assert timedelta(hours=2) <= promise.due_at - promise.made_at < timedelta(hours=2, minutes=15)
    assert callback.place_at <= callback.made_at


def test_another_number_is_keyed_in_read_back_and_corrected(phone: Phone, world: World) -> None:
    caller = offered(phone).presses("2").hears("Hangi numarayı").presses("05421112200#").hears("doğruysa")
    caller.presses("2").hears("Hangi numarayı").presses("0542 111 22 33#").hears("doğruysa").presses("1").hears("Söz")
    [(callback, _)] = owed(world)
    assert callback.phone == "+905421112233"


@pytest.mark.parametrize("keys", ["123#", "09001234567#", "004479111234#", "08502220000#", "00447911123456#", "112#"])
def test_what_is_no_number_or_none_we_call_is_asked_for_again(phone: Phone, world: World, keys: str) -> None:
    offered(phone).presses("2").hears("Hangi numarayı").presses(keys).hears("Hangi numarayı").presses("3#")
    assert owed(world) == []


def test_who_does_not_want_it_goes_on_as_before(phone: Phone, world: World) -> None:
    offered(phone).presses("3").hears("bekleyelim").hears("hatta kalın")
    assert owed(world) == []


def test_zero_and_silence_are_a_person(phone: Phone, world: World) -> None:
    offered(phone).presses("0").hears("hatta kalın")
    phone.call(STRANGER, name="Deniz").hears("arayalım mı").hears("arayalım mı").hears("hatta kalın")
    assert owed(world) == []


def test_a_withheld_or_a_foreign_number_is_asked_for_one_we_can_call(phone: Phone, world: World) -> None:
    caller = phone.call("anonymous", name="Gizli").hears("Hangi numarayı").presses("05421112233#").hears("doğruysa")
    caller.presses("1").hears("Söz")
    phone.call(EMMA, name="Emma").hears("Which number").presses("3#").hears("All right")
    [(callback, promise)] = owed(world)
    assert callback.phone == "+905421112233" and promise.case_number == callback.case_number


def test_a_number_is_owed_one_callback_however_often_it_asks(phone: Phone, world: World) -> None:
    offered(phone).presses("1").hears("Söz").is_hung_up()
    world.clock.advance(3_600)
    world.settle()
    again = phone.call(MEHMET, name="Mehmet").hears("yerinizi koruyoruz")
    again.presses("2").hears("Söz").is_hung_up()
    assert len(owed(world)) == 1


def test_the_same_key_told_twice_is_one_promise(phone: Phone, world: World) -> None:
    world.sim.fault("webhook_doubled", only="/flow", seconds=1, after=0)
    offered(phone).presses("1").hears("Söz")
    assert len(owed(world)) == 1
    with reading(world.voice.database) as session:
        assert (
            len(session.scalars(select(Promise).where(Promise.kind == "callback", Promise.makes_good.is_(None))).all())
            == 1
        )


def test_with_the_books_out_of_reach_nothing_is_promised_and_a_person_takes_over(
    phone: Phone, world: World, database_url: str
) -> None:
    caller = offered(phone)
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as others:
        others.execute("BEGIN IMMEDIATE")
        caller.presses("1").hears("hatta kalın").never_hears("Söz")
    assert owed(world) == []


def test_the_api_lists_what_is_owed(phone: Phone, world: World) -> None:
    offered(phone).presses("1").hears("Söz")
    status, page = world.ask("GET", "/api/v1/callbacks?state=open&agent=ayse", key=world.key)
    assert status == 200 and [one["phone"] for one in page["items"]] == [MEHMET]
    _, promises = world.ask("GET", "/api/v1/cases/4812/promises", key=world.key)
    assert "Geri arama" in [one["what"] for one in promises["items"]]
