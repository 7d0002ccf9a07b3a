"""Anything may happen on the floor in any order; after every event its invariants hold."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis import Redis

from routing.call_on_floor import CallOnFloor
from routing.floor import Floor
from routing.moves import Moves
from routing.plan import Plan
from tests.routing.house import TIMING, steps

AGENTS = {
    "ayse": ("agent:ayse", "team:north", "queue:main/1", "queue:main/2"),
    "burak": ("agent:burak", "team:north", "queue:main/2"),
    "cem": ("agent:cem", "queue:main/2", "queue:late/1"),
    "deniz": ("agent:deniz", "queue:main/1", "queue:main/2", "queue:late/1"),
}
PLANS = (
    steps((0, "queue:main/1"), (20, "queue:main/2")),
    steps((0, "agent:ayse"), (30, "team:north"), (45, "queue:main/1"), (60, "queue:main/2"), owner="ayse"),
    steps((0, "agent:cem"), (30, "agent:burak"), (45, "queue:late/1"), queue="late", owner="cem"),
    steps((0, "queue:nobody/1"), queue="nobody"),
)
LINES = sorted({line for lines in AGENTS.values() for line in lines} | {s.line for p in PLANS for s in p.steps})
agents = st.sampled_from(sorted(AGENTS))
twice = st.booleans()


class FloorMachine(RuleBasedStateMachine):
    def __init__(self, redis: Redis) -> None:
        super().__init__()
        redis.flushall()
        self.redis = redis
        self.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
        ids = itertools.count(1)
        self.floor = Floor(redis, site="centre", new_id=lambda: f"{next(ids):032x}", timing=TIMING)
        self.floor.begin_epoch(1, now=self.now)
        self.floor.finish_rebuild(now=self.now)
        self.calls: dict[str, tuple[datetime, Plan]] = {}
        self.ops = itertools.count(1)

    # ── what may happen ──────────────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([0.05, 1, 5, 10, 25]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(plan=st.sampled_from(PLANS), earlier=st.integers(0, 60), boost=st.sampled_from([0, 0, 30]), twice=twice)
    def caller_waits(self, plan: Plan, earlier: int, boost: int, twice: bool) -> None:
        call = f"CA{len(self.calls):03}"
        place = self.now - timedelta(seconds=earlier)
        self.calls[call] = (place, plan)
        self.act(twice, "caller_waits", call, plan=plan, place_at=place, boost_seconds=boost)

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def caller_leaves(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "caller_leaves", self.some_call(data), why="hung_up")

    @rule(agent=agents, state=st.sampled_from(["ready", "ready", "ready", "not_ready", "logged_out"]), twice=twice)
    def presence(self, agent: str, state: str, twice: bool) -> None:
        endpoint, lease = ("phone", 43200) if agent in ("ayse", "cem") else ("browser", 30)
        until = self.now + timedelta(seconds=lease)
        facts = {"state": state, "lines": AGENTS[agent], "until": until, "endpoint": endpoint, "reason": "lunch"}
        self.act(twice, "agent_presence", agent, **facts)

    @rule(agent=agents, number=st.integers(0, 4), twice=twice)
    def skills_change(self, agent: str, number: int, twice: bool) -> None:
        self.act(twice, "agent_lines", agent, lines=AGENTS[agent][:number])

    @rule(agent=agents)
    def beats(self, agent: str) -> None:
        self.floor.presence_beats(agent, until=self.now + timedelta(seconds=30), now=self.now)

    @rule(
        data=st.data(), why=st.sampled_from(["rejected", "rejected", "no_answer", "busy", "caller_gone"]), twice=twice
    )
    def offer_fails(self, data: st.DataObject, why: str, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            self.act(twice, "offer_fails", reservation, why=why)

    @rule(data=st.data(), twice=twice)
    def rings(self, data: st.DataObject, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            deadline = self.now + timedelta(seconds=15)
            self.act(twice, "reservation_rings", reservation, leg=f"leg-{reservation}", deadline=deadline)

    @rule(data=st.data(), twice=twice)
    def accepts(self, data: st.DataObject, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            self.act(twice, "agent_accepts", reservation, leg=f"leg-{reservation}")

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def parties_meet(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "parties_meet", self.some_call(data))

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), by=st.sampled_from(["agent", "network", "caller"]), twice=twice)
    def conversation_ends(self, data: st.DataObject, by: str, twice: bool) -> None:
        self.act(twice, "conversation_ends", self.some_call(data), by=by)

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def caller_returns(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "caller_returns", self.some_call(data))

    @rule(agent=agents, rest=st.sampled_from([0, 0, 40]), twice=twice)
    def wrap_up_ends(self, agent: str, rest: int, twice: bool) -> None:
        self.act(twice, "wrap_up_ends", agent, rest_seconds=rest, rest_reason="cool_down")

    @rule(agent=agents, twice=twice)
    def agent_rests(self, agent: str, twice: bool) -> None:
        self.act(twice, "agent_rests", agent, seconds=20, reason="breather")

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def caller_steps_aside(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "caller_steps_aside", self.some_call(data), why="menu")

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), plan=st.sampled_from(PLANS), twice=twice)
    def plan_changes(self, data: st.DataObject, plan: Plan, twice: bool) -> None:
        call = self.some_call(data)
        if self.call(call).state in ("waiting", "reserved"):
            self.calls[call] = (self.calls[call][0], plan)
        self.act(twice, "plan_changes", call, plan=plan)

    @rule()
    def sweep(self) -> None:
        """What the clock does with everything that is due."""
        for deadline in self.floor.due(now=self.now):
            match deadline.kind:
                case "widen":
                    self.act(False, "plan_widens", deadline.id)
                case "offer":
                    self.act(False, "offer_fails", deadline.id, why="no_answer", only_if_due=True)
                case "wrap":
                    self.act(False, "wrap_up_ends", deadline.id, only_if_due=True)
                case "presence":
                    self.act(False, "presence_expires", deadline.id)
                case "pause":
                    self.act(False, "pause_ends", deadline.id, only_if_due=True)
                case kind:
                    self.floor.set_deadline(kind, deadline.id, at=self.now + timedelta(seconds=2))
        left = {deadline.kind for deadline in self.floor.due(now=self.now)}
        assert left <= {"widen"}, "what was looked at is no longer due, but for what that brought about"

    def act(self, twice: bool, method: str, subject: str, **facts: Any) -> None:
        """Do it; when the reply was lost, do it again: the answer is the same and nothing happens."""
        op = f"op{next(self.ops)}"
        result = getattr(self.floor, method)(subject, now=self.now, op=op, **facts)
        if twice:
            before = picture(self.redis)
            later = self.now + timedelta(seconds=3)
            assert getattr(self.floor, method)(subject, now=later, op=op, **facts) == result
            assert picture(self.redis) == before
        if isinstance(result, Moves):
            self.offers_are_in_order(result)

    def some_call(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.calls)[-6:]))

    def some_reservation(self, data: st.DataObject) -> str | None:
        held = [agent.reservation for agent in self.floor.agents() if agent.reservation]
        return data.draw(st.sampled_from(held)) if held else None

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────

    def offers_are_in_order(self, moves: Moves) -> None:
        """Nobody waits who should have had this agent before the caller who got them."""
        for offer in moves.offers:
            served = self.call(offer.call).score
            for line in self.agent_lines(offer.agent):
                for waiting in self.floor.waiting(line):
                    assert waiting.score >= served or offer.agent in self.call(waiting.id).refused_by

    @invariant()
    def no_line_has_both_a_waiting_call_and_an_agent_who_may_take_it(self) -> None:
        for line in LINES:
            for agent, waiting in itertools.product(self.floor.ready(line), self.floor.waiting(line)):
                assert agent in self.call(waiting.id).refused_by, (line, agent, waiting)

    @invariant()
    def a_waiting_call_is_in_exactly_the_lines_opened_to_it(self) -> None:
        for call in map(self.call, self.calls):
            lines = {line for line in LINES if call.id in [each.id for each in self.floor.waiting(line)]}
            assert lines == (set(call.lines) if call.state == "waiting" else set())
            assert (call.position is not None) == (call.state == "waiting")

    @invariant()
    def a_caller_keeps_their_place(self) -> None:
        for call in map(self.call, self.calls):
            assert call.place_at == self.calls[call.id][0]

    @invariant()
    def an_agent_and_their_call_know_each_other(self) -> None:
        bound = {agent.id: agent.call for agent in self.floor.agents() if agent.call}
        assert len(set(bound.values())) == len(bound)
        held = {c.agent: c.id for c in map(self.call, self.calls) if c.state in ("reserved", "accepted", "talking")}
        assert held == bound

    @invariant()
    def an_agents_state_follows_from_the_facts(self) -> None:
        tally: dict[str, int] = {}
        for agent in self.floor.agents():
            tally[agent.state] = tally.get(agent.state, 0) + 1
            ready = {line for line in LINES if agent.id in self.floor.ready(line)}
            assert ready == (set(agent.lines) if agent.state == "ready" else set())
            present = {line for line in LINES if agent.id in self.floor.present(line)}
            hoped_for = agent.presence == "ready" and agent.paused_until is None
            assert present == (set(agent.lines) if hoped_for else set())
            if agent.call:
                met = self.call(agent.call).state == "talking"
                assert agent.state == ("talking" if met else "reserved")
            else:
                paused = "not_ready" if agent.paused_until else agent.presence
                assert agent.state == ("wrap_up" if agent.wrap_up_until else paused)
        assert self.floor.counts().agents == tally

    @invariant()
    def everything_that_may_last_has_a_deadline_and_nothing_else_has(self) -> None:
        wanted = set()
        for agent in self.floor.agents():
            wanted |= {("wrap", agent.id)} if agent.state == "wrap_up" else set()
            wanted |= {("presence", agent.id)} if agent.presence_until else set()
            wanted |= {("pause", agent.id)} if agent.paused_until else set()
        for call in map(self.call, self.calls):
            reservation = self.floor.reservation(call.reservation) if call.reservation else None
            if call.state == "waiting" and call.step < len(self.calls[call.id][1].steps):
                wanted.add(("widen", call.id))
            if call.state == "reserved" and reservation:
                wanted.add(("offer", reservation.id))
                wanted |= {("ring", reservation.id)} if reservation.state == "offered" else set()
            if call.state == "accepted":
                wanted.add(("bring", call.id))
        assert {(each.kind, each.id) for each in self.all_deadlines()} == wanted

    @invariant()
    def nobody_waits_behind_a_line_without_hope(self) -> None:
        due = {each.id for each in self.floor.due(now=self.now, limit=1000) if each.kind == "widen"}
        for call in map(self.call, self.calls):
            if call.state == "waiting" and call.step < len(self.calls[call.id][1].steps) and call.id not in due:
                assert any(self.floor.present(line) - call.refused_by for line in call.lines)

    @invariant()
    def agent_states_in_the_journal_follow_one_another(self) -> None:
        last: dict[str, tuple[str, str, int]] = {}
        for event in self.floor.happenings(limit=10_000):
            if event.kind == "agent_state" and event.agent:
                state, _, since = last.get(event.agent, ("", "", event.data["since"]))
                assert (event.data["from"], event.data["was_since"]) == (state, since)
                last[event.agent] = (event.data["to"], event.data["reason"], event.data["since"])
        assert {a: s[:2] for a, s in last.items()} == {a.id: (a.state, a.reason) for a in self.floor.agents()}

    def call(self, call: str) -> CallOnFloor:
        known = self.floor.call(call)
        assert known
        return known

    def agent_lines(self, agent: str) -> tuple[str, ...]:
        known = self.floor.agent(agent)
        assert known
        return known.lines

    def all_deadlines(self) -> list[Any]:
        return self.floor.due(now=self.now + timedelta(days=2), limit=10_000)


def picture(redis: Redis) -> dict[str, Any]:
    """Everything in the store."""
    readers: dict[str, Any] = {
        "hash": redis.hgetall,
        "set": redis.smembers,
        "string": redis.get,
        "zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
        "stream": redis.xlen,
    }
    return {key: readers[str(redis.type(key))](key) for key in sorted(redis.scan_iter())}


def test_the_floor_keeps_its_invariants_whatever_happens(redis: Redis) -> None:
    run_state_machine_as_test(
        cast(Any, lambda: FloorMachine(redis)),
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
