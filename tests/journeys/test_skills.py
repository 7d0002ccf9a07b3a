"""A flow asks for skills of its own: who has them is rung first, and nobody waits in vain for who is not there."""

import pytest
from redis import Redis

from engine.first_release import see_to_first_release
from ivr.explaining import explain_call
from ivr.publishing.publishing import Wish, publish
from ivr.publishing.written_flow import written
from simulator.sentences import Phone
from tests.journeys.test_trouble import AYSE, BURAK, STRANGER, signs_in
from tests.shipped_centre import shipped_centre
from tests.world import World

OTHER = "+905335556677"
FLOW = """\
flow: main
start: person
person: person
nodes:
  person: {{agent: {{queue: destek, skills: "{skills}"}}}}
"""


def asks_for(world: World, skills: str) -> None:
    """Ops publish a flow that asks for these skills."""
    wish = Wish(author="ayse", note="", now=world.clock(), who="test:ayse")
    flow = written(FLOW.format(skills=skills), frozenset({"destek"}), name="main")
    publish(world.voice.database, [flow], lambda flows: None, wish)


def is_rung(world: World) -> bool:
    """Whether Ayşe was rung at all."""
    return any(leg.to == AYSE for leg in world.sim.legs())


@pytest.fixture(autouse=True)
def centre_is_open(world: World) -> None:
    """Ayşe has been idle for longest; only Burak looks after complaints."""
    see_to_first_release(world.voice.database, shipped_centre(), world.clock())
    signs_in(world, "ayse")
    world.advance(5)
    signs_in(world, "burak")
    asks_for(world, "complaint >= 50")
    world.advance(15)


def test_who_has_the_skills_is_rung_and_not_who_has_been_idle_for_longest(world: World, phone: Phone) -> None:
    caller = phone.call(STRANGER, name="Deniz")
    phone.rings(BURAK, name="Burak").answers(after=2).hears("Kabul").presses("1")
    caller.joins("Burak").talks(5).hangs_up()


def test_nobody_with_the_skills_means_the_queue_at_once(world: World, phone: Phone) -> None:
    signs_in(world, "burak", "logged_out")
    phone.call(STRANGER, name="Deniz")
    phone.rings(AYSE, name="Ayşe").is_ringing(within=5)


def test_a_caller_whose_skills_are_busy_is_answered_by_the_queue_in_the_end(world: World, phone: Phone) -> None:
    first = phone.call(OTHER, name="Emre")
    phone.rings(BURAK, name="Burak").answers(after=2).hears("Kabul").presses("1")
    first.joins("Burak")
    phone.call(STRANGER, name="Deniz").waits(100)
    ayse = phone.rings(AYSE, name="Ayşe")
    assert not is_rung(world)
    ayse.is_ringing(within=40)


def test_what_a_new_release_asks_for_reaches_those_who_are_signed_in(world: World, phone: Phone) -> None:
    asks_for(world, "support  >= 75")
    world.advance(15)
    phone.call(STRANGER, name="Deniz")
    phone.rings(AYSE, name="Ayşe").is_ringing()


def test_the_reason_can_be_read(world: World) -> None:
    told = " ".join(explain_call(world.voice, STRANGER, language="en"))
    assert "only those with complaint >= 50" in told and "queue destek, ring 1, only complaint >= 50" in told
    assert told.rstrip(".").endswith("Burak Yılmaz")


def test_the_place_keeps_the_skills_when_redis_forgets(world: World, phone: Phone, redis: Redis) -> None:
    for agent in ("ayse", "burak"):
        signs_in(world, agent, "not_ready")
    caller = phone.call(STRANGER, name="Deniz").waits(10)
    redis.flushall()
    caller.waits(20)
    [leg] = [leg for leg in world.sim.legs() if leg.from_ == STRANGER]
    known = world.voice.floor.call(leg.sid)
    assert known is not None and any("?complaint >= 50" in line for line in known.lines)
