"""What people complain about in the callbacks of other systems: each test is one, and fails where it is true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.rules import DiallerRules, LegRules
from records.database import reading
from simulator import Caller, transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, callback, notices, promised, steps
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, STRANGER, answers, calls, dialled, outcome, signs_in
from tests.world import World

CENTRE = replace(
    centre_with(FLOW, wrap_up_seconds=3, wrap_up_gate="none"), dialler=DiallerRules(leg=LegRules(detect_machines=False))
)
TALKS = ["joins", {"talks": 8}, "hangs_up"]
FATMA = "+905329998877"
OWED = {FATMA: "4813", "+905421112233": "4810", "+905333334455": "4811", MEHMET: "4812"}
ANOTHER_PROCESS = 10_000
"""So many ids the processes before the restart may have used."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, CENTRE) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        world.sim.person(MEHMET, "Mehmet", answers_after=3, steps=TALKS)
        yield world


def takes_calls(world: World, agent: str, number: str) -> None:
    answers(world, number, agent, after_hearing="Kabul")
    signs_in(world, agent)


def owed(world: World, phone: str, case: str) -> str:
    wanted = {"kind": "callback", "what": "x", "within_hours": 4, "phone": phone, "queue": "destek"}
    status, told = world.ask("POST", f"/api/v1/cases/{case}/promises", wanted, key=world.key)
    assert status == 200, told
    return f"promise:{told['id']}"


def over_at(caller: Caller) -> datetime:
    assert caller.leg is not None and caller.leg.ended_at is not None
    return caller.leg.ended_at


def rung_at(world: World, number: str) -> datetime:
    return min(leg.created_at for leg in world.sim.legs() if leg.to == number)


def test_1_callbacks_overtake_people_who_waited(world: World) -> None:
    """And people who come later overtake them."""
    before = calls(world, FATMA, "Fatma", steps=TALKS)
    world.advance(15)
    promised(world, by_agent=None)
    world.advance(15)
    after = calls(world, STRANGER, "Deniz", steps=TALKS)
    world.advance(15)
    takes_calls(world, "burak", BURAK)
    world.advance(70)
    rung = [leg.created_at for leg in world.sim.legs() if leg.to == BURAK]
    assert len(rung) == 3 and rung[1] < rung_at(world, MEHMET) < rung[2], transcript(world.sim.trace)
    assert [outcome(world, caller)[1] for caller in (before, after)] == ["burak", "burak"]
    assert over_at(before) < rung[1] < rung[2] < over_at(after), transcript(world.sim.trace)


def test_1_more_customers_are_called_than_there_are_agents(world: World) -> None:
    """All are due at once; whoever picks up hears an agent and not a queue."""
    for phone, case in OWED.items():
        world.sim.person(phone, phone, answers_after=3, steps=TALKS)
        owed(world, phone, case)
    takes_calls(world, "ayse", AYSE)
    takes_calls(world, "burak", BURAK)
    most = 0
    for _ in range(60):
        world.advance(1)
        live = [leg.to for leg in world.sim.live_legs()]
        customers, agents = sum(phone in OWED for phone in live), sum(phone in (AYSE, BURAK) for phone in live)
        assert customers <= agents, transcript(world.sim.trace)
        most = max(most, customers)
    assert most == 2 and [dialled(world, phone) for phone in OWED] == [1] * len(OWED), transcript(world.sim.trace)


def test_2_the_telephone_rings_two_or_three_times(world: World) -> None:
    """For one wish, said twice; every job is asked for again and again; nobody knows whether the call was made."""
    takes_calls(world, "ayse", AYSE)
    name = promised(world)
    again = {"phone": MEHMET, "case_number": "4812", "queue": "destek"}
    status, told = world.ask("POST", "/api/v1/callbacks", again, key=world.key)
    assert status == 200 and told["id"] == name, told
    world.sim.fault("create_then_500", only="Calls", after=1)
    world.sim.fault("callback_doubled", times=99)
    world.sim.fault("webhook_doubled", times=99, seconds=1, only="/callbacks/")
    for _ in range(50):
        world.voice.jobs.due([name])
        world.voice.jobs.dial(name)
        world.voice.jobs.look_at_leg(name)
        world.advance(1)
    assert (callback(world, name).state, dialled(world, MEHMET)) == ("kept", 1), transcript(world.sim.trace)


@pytest.mark.parametrize("seconds", [1, 8, 8.5])
def test_3_the_telephone_rings_although_they_rang_in(world: World, seconds: float) -> None:
    """While it is in line, while the agent rings, accepts, and in the second in which we dial."""
    world.sim.person(MEHMET, "Telefonu", answers_after=25)
    takes_calls(world, "ayse", AYSE)
    name = promised(world)
    world.advance(seconds)
    before = dialled(world, MEHMET)
    caller = calls(world, MEHMET, "Mehmet", steps=TALKS)
    world.advance(3)
    assert all(leg.is_over for leg in world.sim.legs() if leg.to == MEHMET), "what rang has stopped"
    world.advance(60)
    assert outcome(world, caller) == ("answered", "ayse") and caller.failures == [], transcript(world.sim.trace)
    assert callback(world, name).over and callback(world, name).why in ("rang_in", "reached")
    assert dialled(world, MEHMET) == before, transcript(world.sim.trace)


def test_4_one_callback_cannot_be_taken_out_of_the_list(world: World) -> None:
    """One is, while an agent is rung for it; the other one stands where it stood."""
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    wanted, other = promised(world), owed(world, FATMA, "4813")
    world.advance(4)
    stays, place = callback(world, other).floor_call, callback(world, other).place_at
    body = {"reason": "istemiyor", "tell": False}
    assert world.ask("POST", f"/api/v1/callbacks/{wanted}/cancellation", body, key=world.key)[0] == 200
    world.advance(4)
    assert (callback(world, wanted).state, callback(world, wanted).why) == ("released", "cancelled")
    assert (callback(world, other).floor_call, callback(world, other).place_at) == (stays, place)
    left = [
        item["id"] for item in world.ask("GET", "/api/v1/callbacks", key=world.key)[1]["items"] if not item["ended_at"]
    ]
    assert left == [other]
    answers(world, AYSE, "Ayşe", after_hearing="Kabul")
    signs_in(world, "ayse")
    world.advance(60)
    assert (dialled(world, MEHMET), dialled(world, FATMA)) == (0, 1), transcript(world.sim.trace)


def test_5_they_are_called_while_we_are_closed(world: World) -> None:
    """One is due at night, with an agent who is still there; it is called when we open."""
    evening = MORNING + timedelta(hours=9, minutes=58)
    world.clock.advance_to(evening)
    name = promised(world, within_hours=3)
    world.clock.advance_to(evening + timedelta(minutes=3))
    world.settle()
    takes_calls(world, "ayse", AYSE)
    for hours in (0, 4, 10):
        world.clock.advance_to(evening + timedelta(minutes=10, hours=hours))
        signs_in(world, "ayse")
        world.advance(15)
    assert dialled(world, MEHMET) == 0 and not callback(world, name).over, transcript(world.sim.trace)
    world.clock.advance_to(MORNING + timedelta(hours=23, seconds=-20))
    signs_in(world, "ayse")
    world.advance(60)
    assert dialled(world, MEHMET) == 1 and rung_at(world, MEHMET) >= MORNING + timedelta(hours=23)


def test_6_whoever_does_not_want_to_hold_the_line_loses_their_place(world: World) -> None:
    """A virtual queue: one key, they hang up, and are called at the place they had."""
    keys = [{"waits": 8}, {"presses": "2"}, {"hears": "Doğruysa 1'e"}, {"presses": "1"}, "hears_end"]
    gone = calls(world, MEHMET, "Mehmet", steps=keys)
    world.advance(6)
    later = calls(world, STRANGER, "Deniz", steps=TALKS)
    world.advance(70)
    assert gone.failures == [] and gone.is_over, transcript(world.sim.trace)
    takes_calls(world, "burak", BURAK)
    world.advance(60)
    assert outcome(world, later)[1] == "burak" and dialled(world, MEHMET) == 1, transcript(world.sim.trace)
    assert rung_at(world, MEHMET) < over_at(later) - timedelta(seconds=20), transcript(world.sim.trace)


@pytest.mark.parametrize("seconds", [0.5, 4])
def test_7_a_restart_loses_them(world: World, redis: Redis, database_url: str, valkey_url: str, seconds: float) -> None:
    """Redis comes back empty and every process is a new one: once it waits for its time, once it stands in line."""
    name = promised(world, by_agent=None)
    if seconds < 1:
        world.workers_away = True
    world.advance(seconds)
    before, now = callback(world, name), world.clock()
    world.voice.database.dispose()
    redis.flushall()
    new = World(database_url, valkey_url, seed=1, centre=CENTRE)
    for _ in range(ANOTHER_PROCESS):
        new.new_id()
    new.key = world.key
    new.clock.advance_to(now)
    new.sim.person(MEHMET, "Mehmet", answers_after=3, steps=TALKS)
    takes_calls(new, "burak", BURAK)
    new.advance(90)
    after = callback(new, name)
    assert (after.state, after.place_at, dialled(new, MEHMET)) == ("kept", before.place_at, 1)
    new.voice.database.dispose()


def test_and_nobody_is_told_that_the_owner_is_away(world: World) -> None:
    """Whoever promised it is away: it is not kept for them, others make it in time, and the owner reads so."""
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    name = promised(world)
    world.advance(4)
    takes_calls(world, "burak", BURAK)
    world.advance(90)
    assert ("pool", "owner_away", "clock") in steps(world, name)
    assert notices(world, "ayse") == ["notice_callback_owner_away"]
    assert (callback(world, name).state, dialled(world, BURAK)) == ("kept", 1), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        assert len(session.scalars(select(Callback)).all()) == 1
