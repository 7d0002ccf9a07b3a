"""Whoever asked to be called is served as if they had stayed on the line: before nobody, and behind nobody, else."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis
from sqlalchemy import Engine

from callbacks.callback import Callback, promise_kept_in_mind
from callbacks.dialler.due import callback_is_due
from cases.case import Case
from cases.promise import make_promise
from records.database import reading, writing
from routing.arrival import caller_waits
from routing.caller_facts import NOBODY_KNOWN
from routing.lines import ring_lines
from routing.plan import plan_for
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING
from tests.world import World

QUEUE = "destek"
TURNS = st.one_of(
    st.just("caller"),
    st.just("agent"),
    st.integers(min_value=0, max_value=45).map(lambda minutes: f"callback:{minutes}"),
)
"""A caller comes, an agent becomes free, a callback is due whose customer began to wait so many minutes ago."""


@dataclass
class Line:
    """The line as it ought to be, beside the centre."""

    world: World
    number: Callable[[], int]
    waiting: dict[str, datetime] = field(default_factory=dict)
    idle: list[str] = field(default_factory=list)

    def turn(self, what: str) -> None:
        self.world.clock.advance(1)
        kind, _, minutes = what.partition(":")
        if kind == "agent":
            self.agent_becomes_free()
        else:
            since = self.world.clock() - timedelta(minutes=int(minutes or 0))
            name = self.calls() if kind == "caller" else self.is_due(since)
            self.waiting[name] = since
            self.whoever_is_next(self.idle.pop(0) if self.idle else None)

    def calls(self) -> str:
        call, voice = f"CA{self.number():032x}", self.world.voice
        plan = plan_for(facts=NOBODY_KNOWN, queue=QUEUE, policy=voice.policy, present=lambda line: False)
        caller_waits(voice, call, plan, place_at=voice.clock())
        return call

    def is_due(self, since: datetime) -> str:
        number, voice = self.number(), self.world.voice
        case, now = f"F{number}", voice.clock()
        with writing(voice.database) as session:
            session.add(Case(number=case, status="open", opened_at=now, last_touched_at=now))
            session.flush()
            later = now + timedelta(hours=8)
            promise = make_promise(
                session, case_number=case, kind="callback", what="x", due_at=later, by_agent=None, now=now
            )
            callback = Callback(id=f"fair-{number}", phone=f"+90532{number:03}0000", queue=QUEUE, language="tr",
                                case_number=case, call="", place_at=since)  # fmt: skip
            promise_kept_in_mind(session, promise, callback)
        callback_is_due(voice, f"fair-{number}")
        with reading(voice.database) as session:
            return str(session.get_one(Callback, f"fair-{number}").floor_call)

    def agent_becomes_free(self) -> None:
        voice, agent = self.world.voice, f"fair{self.number()}"
        lines = ring_lines(voice.policy.queue(QUEUE))
        until = voice.clock() + timedelta(hours=8)
        voice.floor.agent_presence(
            agent, state="ready", lines=lines, until=until, endpoint="browser", now=voice.clock()
        )
        self.whoever_is_next(agent)

    def whoever_is_next(self, agent: str | None) -> None:
        """The one who waits longest is this agent's; with nobody waiting the agent is idle."""
        if agent is None:
            return
        known = self.world.voice.floor.agent(agent)
        assert known is not None
        if not self.waiting:
            assert known.call is None
            self.idle.append(agent)
            return
        longest = min(self.waiting, key=lambda name: (self.waiting[name], name))
        assert known.call == longest
        del self.waiting[longest]

    def everybody_goes(self) -> None:
        now, floor = self.world.clock(), self.world.voice.floor
        for agent in floor.agents():
            held = floor.call(agent.call) if agent.call else None
            floor.agent_presence(agent.id, state="logged_out", lines=(), until=now, endpoint="browser", now=now)
            if held is not None:
                floor.caller_leaves(held.id, why="test", now=now)
        for call in floor.waiting_for(QUEUE):
            floor.caller_leaves(call.id, why="test", now=now)


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def test_callers_and_callbacks_are_served_in_the_order_in_which_they_began_to_wait(world: World) -> None:
    numbers = itertools.count(1)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(TURNS, min_size=2, max_size=14))
    def in_turn(turns: list[str]) -> None:
        line = Line(world, lambda: next(numbers))
        for what in turns:
            line.turn(what)
        line.everybody_goes()

    in_turn()
