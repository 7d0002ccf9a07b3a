"""A caller is sent a text message, in figures, to where it can be read; who cannot or will not read one goes on."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine

from cases.opt_out import opt_out
from records.database import writing
from simulator.sentences import Phone
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import MEHMET
from tests.world import NUMBER, World

FLOW = """
flow: texts
start: when
person: anyone
nodes:
  when: {set: {at: "2026-11-25T15:30"}, next: tell}
  tell:
    message: {text: {tr: "Yarın saat {at:time} arasında geliyoruz. Vazgeçmek için DUR yazın."}}
    next: sent
    not_sent: unread
  sent: {say: {tr: "Size yazdık."}, next: bye}
  unread: {say: {tr: "Size yazamıyoruz."}, next: bye}
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""
LANDLINE = "+902125550101"


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def test_the_message_says_the_time_in_figures_and_is_about_the_number_that_calls(phone: Phone) -> None:
    phone.call(MEHMET, name="Mehmet").hears("Size yazdık").is_texted("Yarın saat 15.30 arasında")
    assert [one.to for one in phone.sim.messages()] == [MEHMET]


def test_the_same_request_twice_is_one_message(phone: Phone, world: World) -> None:
    world.sim.fault("webhook_doubled", only="/voice/inbound", seconds=1)
    phone.call(MEHMET, name="Mehmet").hears("Size yazdık")
    world.advance(10)
    assert len(phone.sim.messages()) == 1


@pytest.mark.parametrize("caller", [LANDLINE, "anonymous"])
def test_who_cannot_read_a_message_is_told_so(phone: Phone, caller: str) -> None:
    phone.call(caller, name="Biri").hears("Size yazamıyoruz")
    assert phone.sim.messages() == []


def test_who_wants_none_is_sent_none(phone: Phone, world: World) -> None:
    with writing(world.voice.database) as session:
        opt_out(session, MEHMET, how="message", now=world.clock())
    phone.call(MEHMET, name="Mehmet").hears("Size yazamıyoruz")
