"""Ops publish and roll back while people are on the line: nobody's call changes under them."""

from collections.abc import Callable

import pytest

from engine.first_release import see_to_first_release
from ivr.publishing.publishing import Wish, publish, roll_back
from ivr.publishing.written_flow import WrittenFlow, written
from simulator.sentences import Phone
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.shipped_centre import shipped_centre
from tests.world import World

QUEUES = frozenset({"destek", "fatura", "sikayet"})
MAIN = """\
flow: main
start: greeting
person: anyone
nodes:
  greeting: {say: {tr: "Bahar geldi.", en: "Spring is here."}, next: choice}
  choice:
    menu:
      say: {tr: "Fatura için 1'e basın.", en: "For a bill press 1."}
      options: {"1": bill}
  bill: {agent: {queue: fatura}}
  anyone: {agent: {queue: destek}}
"""
NEW = MAIN.replace("Bahar", "Yaz").replace("Spring", "Summer").replace("{queue: fatura}", "{queue: sikayet}")


def text(written_so: str) -> WrittenFlow:
    return written(written_so, QUEUES, name="main")


@pytest.fixture
def wish(world: World) -> Callable[[], Wish]:
    """The centre's files are published; ops write the flow of spring."""

    def wish() -> Wish:
        return Wish(author="ayse", note="", now=world.clock(), who="test:ayse")

    see_to_first_release(world.voice.database, shipped_centre(), world.clock())
    publish(world.voice.database, [text(MAIN)], print, wish())
    world.advance(2)
    return wish


def queue_of(world: World, phone_number: str) -> str | None:
    [leg] = [leg for leg in world.sim.legs() if leg.from_ == phone_number]
    known = world.voice.floor.call(leg.sid)
    return known.queue if known else None


def test_a_call_survives_a_publish_and_a_rollback(world: World, phone: Phone, wish: Callable[[], Wish]) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("Bahar geldi").hears("basın")
    publish(world.voice.database, [text(NEW)], print, wish())
    world.advance(1)
    mehmet = phone.call(MEHMET, name="Mehmet").hears("Yaz geldi").hears("basın")
    deniz.presses("9").hears("1'e basın").presses("1").hears("hatta kalın")
    roll_back(world.voice.database, "main", None, wish())
    world.advance(1)
    emma = phone.call(EMMA, name="Emma").hears("Spring").hears("press")
    mehmet.presses("1").hears("hatta kalın")
    emma.presses("1").hears("hold")
    assert [queue_of(world, who) for who in (STRANGER, MEHMET, EMMA)] == ["fatura", "sikayet", "fatura"]
