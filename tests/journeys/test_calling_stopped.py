"""While nobody is called, because hardly anybody answered, callbacks wait, and whoever rings us is answered as ever."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.dialler.calling_stop import CallingStop
from records.database import reading, writing
from telephony.attempt import AttemptRow, begin
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, callback, promised
from tests.journeys.test_trouble import AYSE, EMMA, MEHMET, answers, calls, dialled, outcome, signs_in
from tests.world import World


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def nobody_answered(world: World) -> None:
    with writing(world.voice.database) as session:
        for n in range(world.voice.dialler.breaker.least_calls):
            begin(session, token=f"T{n}", kind="callback", subject=f"c{n}", destination=f"+9053{n:02d}0000000",
                  now=world.clock())  # fmt: skip
            row = session.get_one(AttemptRow, f"T{n}")
            row.state, row.status, row.resolved_at = "done", "no-answer", world.clock()


def test_callbacks_wait_callers_do_not_and_a_trial_ends_it(world: World) -> None:
    nobody_answered(world)
    answers(
        world, AYSE, "Ayşe", after_hearing="", rings=[{"answers_after": 2, "after_hearing": "1", "presses": "1"}] * 3
    )
    world.sim.person(MEHMET, "Mehmet", answers_after=3, steps=["joins", {"talks": 5}, "hangs_up"])
    signs_in(world, "ayse")
    name = promised(world)
    world.advance(10)
    assert (callback(world, name).state, callback(world, name).why) == ("scheduled", "breaker")
    assert dialled(world, AYSE) == dialled(world, MEHMET) == 0
    caller = calls(world, EMMA, "Emma")
    world.advance(40)
    assert outcome(world, caller) == ("answered", "ayse")
    signs_in(world, "ayse")
    world.clock.advance_to(MORNING + world.voice.dialler.breaker.pause + timedelta(seconds=1))
    world.advance(60)
    assert callback(world, name).state == "kept"
    second = promised(world)
    world.advance(10)
    assert callback(world, second).why != "breaker"
    with reading(world.voice.database) as session:
        assert session.scalars(select(CallingStop)).one().ended_at is not None
