"""Where policy wants it, a number keyed in proves by a code that it is the caller's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre import Centre
from simulator.sentences import Phone
from simulator.sentences.sentence import Sentence
from tests.flows import centre_with, world_with
from tests.journeys.test_callback_offer import FLOW, owed
from tests.journeys.test_trouble import MEHMET, STRANGER
from tests.shipped_centre import shipped_centre
from tests.world import NUMBER, World

OTHER = "+905421112233"
LANDLINE = "02125550199"


def strict(centre: Centre) -> Centre:
    making = replace(centre.dialler.making, code_for_other_number=True)
    return replace(centre, dialler=replace(centre.dialler, making=making))


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, strict(centre_with(FLOW))) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def keyed(phone: Phone, number: str = "05421112233") -> Sentence:
    caller = phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("2").hears("Hangi").presses(f"{number}#")
    return caller.hears("doğruysa").presses("1")


def code_at(world: World, phone: str) -> str:
    """As it is read at that telephone."""
    [message] = [one for one in world.sim.messages() if one.to == phone]
    return next(word for word in message.body.replace(".", " ").split() if word.isdigit() and len(word) == 6)


def test_who_keys_in_the_code_that_came_there_is_called_there(phone: Phone, world: World) -> None:
    caller = keyed(phone).hears("bir kod gönderdik")
    caller.presses(f"{code_at(world, OTHER)}#").hears("Söz")
    assert [callback.phone for callback, _ in owed(world)] == [OTHER]


def test_without_the_code_that_number_is_not_called(phone: Phone, world: World) -> None:
    caller = keyed(phone).hears("bir kod gönderdik")
    wrong = f"{(int(code_at(world, OTHER)) + 1) % 10**6:06}"
    caller.presses(f"{wrong}#").hears("Hangi numarayı")
    assert owed(world) == []


def test_a_number_that_takes_no_messages_cannot_be_proved(phone: Phone, world: World) -> None:
    keyed(phone, LANDLINE).hears("Hangi numarayı")
    assert owed(world) == []


def test_the_number_they_call_from_needs_no_code(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("arayalım mı").presses("1").hears("Söz")
    assert [callback.phone for callback, _ in owed(world)] == [MEHMET]


def test_in_line_it_is_the_same(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> None:
    with world_with(database_url, valkey_url, strict(shipped_centre())) as world:
        phone = Phone(world.sim, world.advance, number=NUMBER)
        caller = phone.call(STRANGER, name="Deniz").presses("0").hears("hatta kalın").presses("2").hears("Doğruysa")
        caller.presses("2").hears("kareye").presses("05421112233#").hears("Doğruysa").presses("1").hears("bir kod")
        [(callback, _)] = owed(world)
        assert callback.phone == STRANGER, "the first number stands until the other is proved"
        caller.presses(f"{code_at(world, OTHER)}#").hears("o numaradan")
        assert [one.phone for one, _ in owed(world)] == [OTHER]
