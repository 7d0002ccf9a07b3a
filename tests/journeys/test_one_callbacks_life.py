"""Whatever happens to a callback, in whatever order: it is owed and looked at, or over together with its promise."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.life import IN_LINE
from cases.case import Case
from cases.promise import Promise
from records.database import reading, writing
from telephony.attempt import OPEN, AttemptRow
from tests.flows import centre_with, world_with
from tests.journeys.test_ambiguous_calls import RULES, TALKS
from tests.journeys.test_callbacks_in_line import FLOW, MORNING
from tests.journeys.test_trouble import AYSE, answers, calls, signs_in
from tests.world import World

ACTS = (
    "agent ready", "agent accepts", "agent declines", "agent ignores", "customer answers", "customer ignores",
    "customer busy", "rings in", "rings in and hangs up", "cancel", "now", "minute", "half hour", "flush",
)  # fmt: skip

PEOPLE: dict[str, dict[str, Any]] = {
    "answers": {"answers_after": 2, "steps": TALKS},
    "ignores": {"never_answers": True},
    "busy": {"busy": True},
}


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = replace(centre_with(FLOW, wrap_up_seconds=1, wrap_up_gate="none"), dialler=RULES)
    with world_with(database_url, valkey_url, centre) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


class Life:
    """One callback, and those it happens to."""

    def __init__(self, world: World, redis: Redis, number: int) -> None:
        self.world, self.redis, self.phone, case = world, redis, f"+90532{number:03}0000", f"L{number}"
        now = world.clock()
        with writing(world.voice.database) as session:
            session.add(Case(number=case, status="open", opened_at=now, last_touched_at=now))
        wanted = {"kind": "callback", "what": "x", "within_hours": 4, "phone": self.phone, "queue": "destek"}
        told = world.ask("POST", f"/api/v1/cases/{case}/promises", wanted, key=world.key)[1]
        self.id = f"promise:{told['id']}"

    def happens(self, act: str) -> None:
        who, _, what = act.partition(" ")
        if who == "agent":
            self.of_the_agent(what)
        elif who == "customer":
            self.world.sim.person(self.phone, self.phone, **PEOPLE[what])
        elif who == "rings":
            steps = TALKS if what == "in" else [{"waits": 5}, "hangs_up"]
            calls(self.world, self.phone, self.phone, steps=steps)
        else:
            self.of_the_centre(act)
        self.world.advance(4)

    def of_the_agent(self, what: str) -> None:
        if what == "ready":
            signs_in(self.world, "ayse")
        elif what == "ignores":
            self.world.sim.person(AYSE, "Ayşe", never_answers=True)
        else:
            answers(self.world, AYSE, "Ayşe", after_hearing="abul 1", presses="1" if what == "accepts" else "3")

    def of_the_centre(self, act: str) -> None:
        if act == "flush":
            self.redis.flushall()
        elif act in ("minute", "half hour"):
            self.world.advance(30 if act == "minute" else 1)
            self.world.clock.advance(0 if act == "minute" else 1_800)
        else:
            path = f"/api/v1/callbacks/{self.id}/" + ("cancellation" if act == "cancel" else "now")
            self.world.ask("POST", path, {"reason": "x"}, key=self.world.key)

    def is_right(self) -> None:
        with reading(self.world.voice.database) as session:
            row = session.get_one(Callback, self.id)
            promise = session.get_one(Promise, row.promise_id)
            tried = session.scalars(select(AttemptRow).where(AttemptRow.destination == self.phone)).all()
        assert sum(one.state in OPEN for one in tried) <= 1
        assert row.over == (promise.status != "open"), (row.state, promise.status)
        assert row.over or row.look_at is not None, row.state

    def is_settled(self) -> None:
        """Nobody does anything more: state and floor agree."""
        self.world.advance(25)
        self.is_right()
        with reading(self.world.voice.database) as session:
            row = session.get_one(Callback, self.id)
        known = self.world.voice.floor.call(row.floor_call) if row.floor_call else None
        on_floor = known is not None and known.state != "gone"
        assert on_floor == (row.state in IN_LINE) or row.state in ("customer_ringing", "connected", "kept"), row.state


def test_whatever_happens_it_is_owed_and_looked_at_or_over_with_its_promise(world: World, redis: Redis) -> None:
    numbers = itertools.count(1)

    @settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(ACTS), min_size=3, max_size=7))
    def lives(acts: list[str]) -> None:
        life = Life(world, redis, next(numbers))
        for act in acts:
            life.happens(act)
            life.is_right()
        life.is_settled()

    lives()
