"""Nobody knows whether a call was made, and it is settled every time: no telephone rings twice, nobody is left over.

`make ambiguous` asks for a thousand calls to customers and agents, `make test` for a few of them.
"""

import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.rules import BreakerRules, BudgetRules, DiallerRules, LegRules
from cases.promise import Promise, end_promise
from records.database import reading, writing
from simulator import transcript
from telephony.attempt import OPEN, AttemptRow
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, MEHMET, answers, signs_in
from tests.world import World

CALLS: Final = int(os.environ.get("AMBIGUOUS", "12"))
SEED: Final = int(os.environ.get("AMBIGUOUS_SEED", "7"))
RULES: Final = DiallerRules(
    leg=LegRules(detect_machines=False),
    budgets=BudgetRules(per_number_a_day=0, per_block_an_hour=0),
    breaker=BreakerRules(least_calls=10**6),
)
TALKS = ["joins", {"talks": 5}, "hangs_up"]
FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "create_then_500"},
    {"kind": "create_then_hang"},
    {"kind": "refuse_with_500"},
    {"kind": "too_many_requests"},
    {"kind": "rest_reset"},
    {"kind": "rest_refused"},
    {"kind": "unavailable"},
    {"kind": "rest_slow", "seconds": 9},
)
LATEST_HOUR: Final = 12
"""UTC; three in the afternoon in Türkiye."""
SATURDAY: Final = 5
PATIENCE: Final = 30
"""So often ten seconds are waited until it is settled: proof that no call was made takes minutes."""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = replace(centre_with(FLOW, wrap_up_seconds=1, wrap_up_gate="none"), dialler=RULES)
    with world_with(database_url, valkey_url, centre) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        nothing_else_is_owed(world)
        answers(world, AYSE, "Ayşe", after_hearing="abul 1")
        world.sim.person(MEHMET, "Mehmet", answers_after=2, steps=TALKS)
        yield world


def nothing_else_is_owed(world: World) -> None:
    """What falls due in the days this takes would be one more call to the same customer."""
    now = world.clock()
    with writing(world.voice.database) as session:
        for promise in session.scalars(select(Promise).where(Promise.status == "open")).all():
            end_promise(session, promise.id, "released", now, who="test")


def attempts(world: World, name: str) -> list[AttemptRow]:
    with reading(world.voice.database) as session:
        stays = select(AttemptRow.call).where(AttemptRow.subject == name)
        theirs = (AttemptRow.subject == name) | AttemptRow.call.in_(stays)
        return list(session.scalars(select(AttemptRow).where(theirs)))


def is_settled(world: World, name: str) -> bool:
    with reading(world.voice.database) as session:
        return session.get_one(Callback, name).over


def by_day(world: World) -> None:
    """Early enough on a working day for a promise of four hours: nobody is called at night, whatever is in doubt."""
    now = world.clock()
    if now.hour < LATEST_HOUR and now.weekday() < SATURDAY:
        return
    later = now + timedelta(days=1)
    while later.weekday() >= SATURDAY:
        later += timedelta(days=1)
    world.clock.advance_to(later.replace(hour=MORNING.hour, minute=0))
    world.settle()


def one_call(world: World, fault: dict[str, Any], whose: str, *, nothing_is_told: bool) -> None:
    """The agent's or the customer's call is in doubt; both meet in the end and nothing stays open."""
    by_day(world)
    before = Counter(leg.to for leg in world.sim.legs())
    signs_in(world, "ayse")
    world.sim.fault(**fault, only="Calls", after=0 if whose == "agent" else 1)
    if nothing_is_told:
        world.sim.fault("list_lag", times=20, seconds=20)
        for event in ("initiated", "ringing"):
            world.sim.fault("callback_lost", times=4, only=event)
    name = promised(world)
    told = (fault, whose, nothing_is_told)
    for _ in range(PATIENCE):
        world.advance(10)
        rung = Counter(leg.to for leg in world.sim.legs()) - before
        assert rung[MEHMET] <= 1, (told, transcript(world.sim.trace))
        if is_settled(world, name):
            break
        signs_in(world, "ayse")
    world.sim.no_faults()
    world.advance(20)
    rung = Counter(leg.to for leg in world.sim.legs()) - before
    assert is_settled(world, name) and rung[MEHMET] == 1, (told, transcript(world.sim.trace))
    tried = attempts(world, name)
    assert [one.state for one in tried if one.state in OPEN] == [], told
    theirs = {one.leg for one in tried}
    assert [leg for leg in world.sim.live_legs() if leg.sid in theirs] == [], told


@pytest.mark.timeout(7200)
def test_a_call_in_doubt_is_settled_and_no_telephone_rings_twice(world: World) -> None:
    kinds = [*itertools.product((True, False), ("customer", "agent"), FAULTS)]
    chance = random.Random(SEED)
    for number in range(CALLS):
        told, whose, fault = kinds[number] if number < len(kinds) else chance.choice(kinds)
        one_call(world, fault, whose, nothing_is_told=told)
        world.clock.advance(60)
