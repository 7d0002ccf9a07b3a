"""What people press in a warm transfer, at their telephones: on hold, at the whisper, and the star key in the room."""

from typing import Any

import pytest

from simulator import Caller, transcript
from simulator.rooms.alone import longest_silence
from tests.journeys.test_trouble import AYSE, BURAK, signs_in, state_of
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, way_of
from tests.world import World

SILENT: float = 5.0
"""Seconds nobody may be alone in silence for."""
ACCEPTS: Any = [{"hears": "Kabul"}, {"presses": "1"}, "joins"]


def colleague(world: World, *steps: Any) -> None:
    world.sim.person(BURAK, "Burak", answers_after=2, steps=list(steps))
    signs_in(world, "burak")


def nobody_was_alone_in_silence(world: World) -> None:
    for leg in world.sim.legs():
        quiet = longest_silence(leg, world.sim.exchange.kernel.now())
        assert quiet <= SILENT, (leg.name or leg.to, quiet, transcript(world.sim.trace))


def menu(key: str) -> list[Any]:
    return [{"talks": 3}, {"presses": "*"}, {"hears": "Müşteriyi almak"}, {"presses": key}]


def test_the_star_menu_brings_the_customer_in(world: World) -> None:
    caller = they_talk(world)
    colleague(world, *ACCEPTS, *menu("1"), {"hears": "Müşteri geliyor"}, {"talks": 60}, "hangs_up")
    transfer = asks(world, caller)
    world.advance(45)
    assert now_of(world, transfer).state == "merged", transcript(world.sim.trace)
    world.advance(60)
    nobody_was_alone_in_silence(world)
    hangs_up(world, AYSE)
    world.advance(30)
    nobody_is_left(world)


def test_the_star_menu_changes_places_and_back(world: World) -> None:
    caller = they_talk(world)
    again = [{"hears": "görüşüyor"}, *menu("2")[1:], {"talks": 10}, "hangs_up"]
    colleague(world, *ACCEPTS, *menu("2"), *again)
    transfer = asks(world, caller)
    world.advance(60)
    assert way_of(world, transfer)[3:6] == ["consulting", "swapped", "consulting"], transcript(world.sim.trace)
    world.advance(60)
    assert now_of(world, transfer).state == "returned"
    nobody_was_alone_in_silence(world)
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


@pytest.mark.parametrize(("key", "told", "end"), [("3", "bırakıyoruz", "returned"), ("4", "arayacaksınız", "promised")])
def test_the_star_menu_hands_back_or_puts_off(world: World, key: str, told: str, end: str) -> None:
    caller = they_talk(world)
    colleague(world, *ACCEPTS, *menu(key), {"hears": told}, "is_hung_up")
    transfer = asks(world, caller)
    world.advance(45)
    done = now_of(world, transfer)
    assert done.state == end, transcript(world.sim.trace)
    nobody_was_alone_in_silence(world)
    if end == "promised":  # and they call at once, as they are free
        assert done.callback_id and "Burak Yılmaz" in said_to(world, caller)
        assert state_of(world, "ayse") == "wrap_up"
        return
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


def said_to(world: World, caller: Caller) -> str:
    return " ".join(transcript(world.sim.trace).split())


def test_who_says_nothing_at_the_menu_goes_on(world: World) -> None:
    caller = they_talk(world)
    colleague(world, *ACCEPTS, {"talks": 3}, {"presses": "*"}, {"hears": "Müşteriyi almak"}, {"waits": 8},
              {"talks": 30}, "hangs_up")  # fmt: skip
    transfer = asks(world, caller)
    world.advance(50)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    world.advance(60)
    nobody_was_alone_in_silence(world)
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


def test_a_colleague_who_can_in_ten_minutes_calls_then(world: World) -> None:
    caller = they_talk(world)
    colleague(world, {"hears": "10 dakika sonra 3"}, {"presses": "3"}, {"hears": "dakika sonra"}, "is_hung_up")
    transfer = asks(world, caller)
    world.advance(80)
    done = now_of(world, transfer)
    assert (done.later_by, done.state) == ("burak", "returned"), transcript(world.sim.trace)
    assert done.callback_id and "Burak Yılmaz sizi" in said_to(world, caller)
    nobody_was_alone_in_silence(world)
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


CAN = "+905550000003"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [(("burak",), "Şu an gelebilecek başka kimse yok"), (("burak", "can"), "Şimdi başka birine soruyoruz")],
)
def test_who_can_later_hears_whether_somebody_else_is_asked(world: World, wanted: tuple[str, ...], said: str) -> None:
    caller = they_talk(world)
    colleague(world, {"hears": "10 dakika sonra 3"}, {"presses": "3"}, {"hears": "dakika sonra"}, "is_hung_up")
    world.sim.person(CAN, "Can", never_answers=True)
    if "can" in wanted:
        signs_in(world, "can")
    asks(world, caller, *wanted)
    world.advance(30)
    heard = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Burak"]
    assert any(said in text for text in heard), heard


def test_a_customer_on_hold_asks_to_be_called(world: World) -> None:
    asked = [{"hears": "yöneticimizi arıyoruz", "within": 60}, {"presses": "1"}, {"hears": "arayacak"}, "is_hung_up"]
    caller = they_talk(world, steps=["joins", {"talks": 5}, *asked])
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "burak")
    transfer = asks(world, caller)
    world.advance(40)
    assert now_of(world, transfer).state == "promised", transcript(world.sim.trace)
    assert state_of(world, "ayse") == "wrap_up" and state_of(world, "burak") == "ready"
    world.advance(60)
    nobody_is_left(world)
    nobody_was_alone_in_silence(world)


@pytest.mark.parametrize(("key", "end"), [("1", "promised"), ("2", "returned")])
def test_the_customer_chooses_when_nobody_came(world: World, key: str, end: str) -> None:
    asked = [{"hears": "kimse gelemiyor", "within": 90}, {"hears": "2'ye basın"}, {"presses": key}]
    caller = they_talk(world, steps=["joins", {"talks": 5}, *asked, {"waits": 40}, "hangs_up"])
    world.sim.person(BURAK, "Burak", answers_after=2, steps=[{"hears": "Kabul"}, {"presses": "2"}, "is_hung_up"])
    signs_in(world, "burak")
    transfer = asks(world, caller)
    world.advance(50)
    assert now_of(world, transfer).state == end, transcript(world.sim.trace)
    world.advance(60)
    nobody_was_alone_in_silence(world)
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)
