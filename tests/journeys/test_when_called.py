"""Nobody is rung at night or while we are closed, whatever came between the promise and the call."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.following import LOOK_AGAIN
from records.database import reading
from simulator import transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in, state_of
from tests.world import World

EVENING = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""A Tuesday, eight o'clock in Istanbul: the queue closes, and it is too late to ring anybody."""
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
"""Nine o'clock on the next day."""
FATMA, ISIL, CAGRI = "+905329998877", "+905421112233", "+905333334455"


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        yield world


def it_is(world: World, moment: datetime) -> None:
    world.clock.advance_to(moment)
    world.settle()


def promised(world: World, phone: str = MEHMET, case: str = "4812", within_hours: float = 6) -> str:
    wanted = {"kind": "callback", "what": "Geri arama", "within_hours": within_hours, "phone": phone, "queue": "destek"}
    status, told = world.ask("POST", f"/api/v1/cases/{case}/promises", wanted, key=world.key)
    assert status == 200, told
    return f"promise:{told['id']}"


def callbacks(world: World) -> list[Callback]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(Callback).order_by(Callback.place_at)))


def test_whoever_stands_in_line_when_the_day_ends_is_called_first_thing_in_the_morning(world: World) -> None:
    it_is(world, EVENING - timedelta(minutes=4))
    promised(world)
    world.advance(20)
    it_is(world, EVENING - timedelta(seconds=5))
    world.advance(6)
    [waiting] = callbacks(world)
    assert (waiting.state, waiting.look_at) == ("scheduled", MORNING), (waiting.why, waiting.look_at)
    answers(world, BURAK, "Burak", after_hearing="Geri arama")
    signs_in(world, "burak")
    world.advance(60)
    assert dialled(world, BURAK) == 0, transcript(world.sim.trace)
    world.sim.person(MEHMET, "Mehmet", answers_after=3, steps=["joins", {"talks": 10}, "hangs_up"])
    it_is(world, MORNING - timedelta(seconds=20))
    signs_in(world, "burak")
    world.advance(60)
    assert (dialled(world, BURAK), dialled(world, MEHMET)) == (1, 1), transcript(world.sim.trace)


def test_an_agent_who_accepts_too_late_is_told_and_the_customer_sleeps_on(world: World) -> None:
    it_is(world, EVENING - timedelta(seconds=5))
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    signs_in(world, "ayse")
    promised(world)
    world.advance(40)
    assert (dialled(world, AYSE), dialled(world, MEHMET)) == (1, 0), transcript(world.sim.trace)
    [waiting] = callbacks(world)
    assert (waiting.state, waiting.look_at) == ("scheduled", MORNING)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()


def test_an_intent_that_did_not_leave_in_time_never_leaves(world: World) -> None:
    """The network takes no calls while the agent stands in the room, and then the machine sleeps until the night."""
    it_is(world, EVENING - timedelta(minutes=30))
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama", steps=[{"waits": 40_000}])
    signs_in(world, "ayse")
    promised(world)
    world.advance(4)
    world.sim.fault("too_many_requests", only="Calls", times=40)
    world.advance(12)
    it_is(world, EVENING + timedelta(hours=7))
    world.advance(60)
    assert dialled(world, AYSE) == 1 and dialled(world, MEHMET) == 0, transcript(world.sim.trace)
    assert [one.look_at for one in callbacks(world)] == [MORNING]


def test_after_an_outage_overnight_nobody_is_woken_and_the_morning_brings_no_burst(world: World) -> None:
    """By then all of them are overdue."""
    it_is(world, EVENING - timedelta(hours=2))
    people = {MEHMET: "4812", FATMA: "4813", ISIL: "4810", CAGRI: "4811"}
    for phone, case in people.items():
        world.sim.person(phone, phone, answers_after=3, steps=["joins", {"talks": 30}, "hangs_up"])
        promised(world, phone, case, within_hours=3)
        world.clock.advance_to(world.clock() + timedelta(seconds=1))
    it_is(world, EVENING + timedelta(hours=7))  # our processes are back in the dead of night
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    answers(world, BURAK, "Burak", after_hearing="Geri arama")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    world.advance(30)
    assert not world.sim.legs(), transcript(world.sim.trace)
    it_is(world, MORNING - timedelta(seconds=10))
    signs_in(world, "ayse")
    signs_in(world, "burak")
    world.advance(25)
    ringing = [leg for leg in world.sim.legs() if leg.to in people]
    assert 0 < len(ringing) <= 2, transcript(world.sim.trace)
    world.advance(240)
    assert {phone: dialled(world, phone) for phone in people} == dict.fromkeys(people, 1), transcript(world.sim.trace)


def test_where_the_record_says_they_live_decides_when_their_phone_rings(world: World) -> None:
    it_is(world, EVENING - timedelta(hours=8))
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    signs_in(world, "ayse")
    [found] = world.ask("GET", "/api/v1/customers?phone=%2B905321234567", key=world.key)[1]["items"]
    told = {"version": found["version"], "zone": "america/new_york"}
    assert world.ask("PATCH", f"/api/v1/customers/{found['id']}", told, key=world.key)[0] == 200
    promised(world)
    world.advance(30)
    [waiting] = callbacks(world)
    assert (waiting.why, waiting.look_at) == ("quiet_hours", datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    assert dialled(world, AYSE) == 0


def test_a_queue_closed_by_hand_after_the_promise_calls_nobody_until_it_opens(world: World) -> None:
    it_is(world, EVENING - timedelta(hours=8))
    promised(world)
    world.advance(20)
    until = world.clock() + timedelta(hours=2)
    closing = {"until": until.isoformat(), "reason_tr": "tatbikat var", "reason_en": "we have a drill"}
    status, told = world.ask("POST", "/api/v1/hours/destek/closures", closing, key=world.key)
    assert status == 200, told
    it_is(world, world.clock() + LOOK_AGAIN)
    world.advance(10)
    [waiting] = callbacks(world)
    assert (waiting.state, waiting.why, waiting.look_at) == ("scheduled", "closed", until)
