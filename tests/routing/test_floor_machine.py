"""Anything may happen on the floor in any order; after every event its invariants hold."""

import itertools
import os
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from redis import Redis

from routing.floor import Floor
from routing.moves import Moves
from routing.plan import Plan
from routing.taken_over import TakenOver
from routing.timing import Timing
from tests.routing.floor_rules import Caller, FloorRules
from tests.routing.house import TIMING, steps
from tests.routing.waiting_model import WaitingModel

AGENTS: Final = {
    "ayse": ("agent:ayse", "team:north", "queue:main/1", "queue:main/2"),
    "burak": ("agent:burak", "team:north", "queue:main/2"),
    "cem": ("agent:cem", "queue:main/2", "queue:late/1"),
    "deniz": ("agent:deniz", "queue:main/1", "queue:main/2", "queue:late/1"),
}
PLANS: Final = (
    steps((0, "queue:main/1"), (20, "queue:main/2")),
    steps((0, "agent:ayse"), (30, "team:north"), (45, "queue:main/1"), (60, "queue:main/2"), owner="ayse"),
    steps((0, "agent:cem"), (30, "agent:burak"), (45, "queue:late/1"), queue="late", owner="cem"),
    steps((0, "queue:nobody/1"), queue="nobody"),
)
TIMINGS: Final = {
    "as shipped": TIMING,
    "with breathers and a pause after a refusal": Timing(
        offer_seconds=20, wrap_up_seconds=5, reject_pause_seconds=10, relief_after_seconds=30, relief_seconds=20
    ),
    "whoever handled least comes first": Timing(wrap_up_seconds=0, least_handled=True, most_no_answers=1),
}
LINES: Final = {line for lines in AGENTS.values() for line in lines} | {s.line for p in PLANS for s in p.steps}
WHYS: Final = ("rejected", "rejected", "no_answer", "busy", "unreachable", "failed", "not_rung", "caller_gone")
MOST_WAITING: Final = 3
agents = st.sampled_from(sorted(AGENTS))
plans = st.sampled_from(PLANS)
boosts = st.sampled_from([0, 0, 30])
twice = st.booleans()


class FloorMachine(RuleBasedStateMachine):
    redis: Redis

    @initialize(timing=st.sampled_from(sorted(TIMINGS)), there=st.lists(agents, max_size=4, unique=True))
    def opens(self, timing: str, there: list[str]) -> None:
        """A day begins with some people there and two callers on the line: an empty floor has little to tell."""
        self.redis.flushall()
        self.timing = TIMINGS[timing]
        self.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
        ids = itertools.count(1)
        self.floor = Floor(self.redis, site="centre", new_id=lambda: f"{next(ids):032x}", timing=self.timing)
        self.floor.begin_epoch(1, now=self.now)
        self.floor.finish_rebuild(now=self.now)
        self.calls: dict[str, Caller] = {}
        self.ops, self.numbers = itertools.count(1), itertools.count()
        self.model = WaitingModel()
        self.states: dict[str, tuple[str, str, int]] = {}
        self.seen = self.look()
        for agent in there:
            self.presence(agent, "ready", False)
        for plan in PLANS[:2]:
            self.caller_waits(plan, 10, 0, 0, False)

    # ── callers ──────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([0.05, 1, 5, 10, 25, 40]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(plan=plans, earlier=st.integers(0, 60), boost=boosts, cap=st.sampled_from([0, 0, MOST_WAITING]), twice=twice)
    def caller_waits(self, plan: Plan, earlier: int, boost: int, cap: int, twice: bool) -> None:
        call = f"CA{next(self.numbers):03}"
        place = self.now - timedelta(seconds=earlier)
        self.calls[call] = Caller(place, plan, boost)
        before = self.floor.counts().waiting.get(plan.queue, 0)
        facts = {"plan": plan, "place_at": place, "boost_seconds": boost, "most_waiting": cap}
        moves = self.act(twice, "caller_waits", call, **facts)
        assert moves.full == (cap > 0 and before >= cap and not moves.offers)
        assert moves.changed != moves.full
        if moves.full:
            assert self.floor.call(call) is None
            del self.calls[call]

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def caller_leaves(self, data: st.DataObject, twice: bool) -> None:
        call = self.some_call(data)
        self.act(twice, "caller_leaves", call, why="hung_up", ended={})
        assert self.state_of(call) == "gone"

    @precondition(lambda self: self.calls_in("over", "talking", "waiting"))
    @rule(data=st.data(), plan=st.one_of(st.none(), plans), twice=twice)
    def caller_returns(self, data: st.DataObject, plan: Plan | None, twice: bool) -> None:
        call = self.some_call(data, "over", "talking")
        if plan and self.state_of(call) in ("talking", "over"):
            self.calls[call] = self.calls[call].with_plan(plan)
        self.act(twice, "caller_returns", call, plan=plan)

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), twice=twice)
    def caller_steps_aside(self, data: st.DataObject, twice: bool) -> None:
        call = self.some_call(data, "waiting", "reserved")
        waited = self.state_of(call) in ("waiting", "reserved")
        assert self.act(twice, "caller_steps_aside", call, why="menu").changed == waited
        assert not waited or self.state_of(call) == "over"

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), plan=plans, boost=st.one_of(st.none(), boosts), twice=twice)
    def plan_changes(self, data: st.DataObject, plan: Plan, boost: int | None, twice: bool) -> None:
        call = self.some_call(data, "waiting", "reserved")
        if self.state_of(call) in ("waiting", "reserved"):
            self.calls[call] = self.calls[call].with_plan(plan, boost)
        self.act(twice, "plan_changes", call, plan=plan, boost_seconds=boost)

    @precondition(lambda self: self.calls_in("waiting", "reserved", "accepted"))
    @rule(data=st.data(), plan=st.one_of(st.none(), plans), twice=twice)
    def caller_rings_in(self, data: st.DataObject, plan: Plan | None, twice: bool) -> None:
        """Any call may be a callback here: the floor does not tell them apart."""
        callback, call = self.some_call(data, "reserved", "accepted"), f"CA{next(self.numbers):03}"
        held, theirs = self.seen.reservations.get(callback), self.calls[callback]
        may = self.state_of(callback) in ("waiting", "reserved", "accepted")
        self.calls[call] = theirs.with_plan(plan) if plan else theirs
        taken = self.act(twice, "caller_rings_in", callback, call=call, plan=plan)
        assert taken.moves.changed == may
        assert not may or (self.state_of(callback) == "gone" and taken.stage != "waiting") == (held is not None)
        if not may:
            del self.calls[call]

    # ── agents ───────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(agent=agents, state=st.sampled_from(["ready", "ready", "ready", "not_ready", "logged_out"]), twice=twice)
    def presence(self, agent: str, state: str, twice: bool) -> None:
        endpoint, lease = ("phone", 43200) if agent in ("ayse", "cem") else ("browser", 30)
        until = self.now + timedelta(seconds=lease)
        facts = {"state": state, "lines": AGENTS[agent], "until": until, "endpoint": endpoint, "reason": "lunch"}
        self.act(twice, "agent_presence", agent, **facts)
        assert self.seen.agents[agent].paused_until is None, "who says how they are has no pause"

    @rule(agent=agents, number=st.integers(0, 4), twice=twice)
    def skills_change(self, agent: str, number: int, twice: bool) -> None:
        self.act(twice, "agent_lines", agent, lines=AGENTS[agent][:number])

    @rule(agent=agents)
    def beats(self, agent: str) -> None:
        self.floor.presence_beats(agent, until=self.now + timedelta(seconds=30), now=self.now)

    @precondition(lambda self: self.agents_in("ready"))
    @rule(data=st.data(), twice=twice)
    def agent_rests(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "agent_rests", self.some_agent(data, "ready"), seconds=20, reason="breather")

    @precondition(lambda self: self.agents_in("not_ready"))
    @rule(data=st.data(), twice=twice)
    def pause_ends(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "pause_ends", self.some_agent(data, "not_ready"))

    @precondition(lambda self: self.agents_in("wrap_up"))
    @rule(data=st.data(), rest=st.sampled_from([0, 0, 40]), twice=twice)
    def wrap_up_ends(self, data: st.DataObject, rest: int, twice: bool) -> None:
        agent = self.some_agent(data, "wrap_up")
        self.act(twice, "wrap_up_ends", agent, rest_seconds=rest, rest_reason="cool_down")

    @precondition(lambda self: self.agents_in("wrap_up"))
    @rule(data=st.data(), twice=twice)
    def wrap_up_extends(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "wrap_up_extends", self.some_agent(data, "wrap_up"), until=self.now + timedelta(seconds=40))

    # ── offers and conversations ─────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.seen.reservations)
    @rule(data=st.data(), why=st.sampled_from(WHYS), twice=twice)
    def offer_fails(self, data: st.DataObject, why: str, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            self.act(twice, "offer_fails", reservation, why=why)

    @precondition(lambda self: self.seen.reservations)
    @rule(data=st.data(), twice=twice)
    def rings(self, data: st.DataObject, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            deadline = self.now + timedelta(seconds=15)
            self.act(twice, "reservation_rings", reservation, leg=f"leg-{reservation}", deadline=deadline)

    @precondition(lambda self: self.seen.reservations)
    @rule(data=st.data(), twice=twice)
    def ring_later(self, data: st.DataObject, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            self.act(twice, "ring_later", reservation, at=self.now + timedelta(seconds=3))

    @precondition(lambda self: self.seen.reservations)
    @rule(data=st.data(), twice=twice)
    def accepts(self, data: st.DataObject, twice: bool) -> None:
        if reservation := self.some_reservation(data):
            self.act(twice, "agent_accepts", reservation, leg=f"leg-{reservation}")

    @precondition(lambda self: self.calls_in("reserved", "accepted"))
    @rule(data=st.data(), twice=twice)
    def parties_meet(self, data: st.DataObject, twice: bool) -> None:
        self.act(twice, "parties_meet", self.some_call(data, "accepted"))

    @precondition(lambda self: self.calls_in("accepted", "talking"))
    @rule(data=st.data(), by=st.sampled_from(["agent", "network", "caller"]), twice=twice)
    def conversation_ends(self, data: st.DataObject, by: str, twice: bool) -> None:
        self.act(twice, "conversation_ends", self.some_call(data, "accepted", "talking"), by=by)

    @precondition(lambda self: self.calls_in("reserved"))
    @rule(data=st.data())
    def a_conversation_begins(self, data: st.DataObject) -> None:
        """What happens most of the time when a phone rings."""
        call = data.draw(st.sampled_from(self.calls_in("reserved")))
        reservation = self.seen.reservations[call].id
        self.act(False, "agent_accepts", reservation, leg=f"leg-{reservation}")
        self.act(False, "parties_meet", call)

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

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────

    def act(self, twice: bool, method: str, subject: str, **facts: Any) -> Any:
        """Do it; when the reply was lost, do it again: the answer is the same and nothing happens."""
        op = f"op{next(self.ops)}"
        result = getattr(self.floor, method)(subject, now=self.now, op=op, **facts)
        if twice:
            before = picture(self.redis)
            later = self.now + timedelta(seconds=3)
            assert getattr(self.floor, method)(subject, now=later, op=op, **facts) == result
            assert picture(self.redis) == before
        self.everything_holds(result)
        return result

    def everything_holds(self, result: Any) -> None:
        before, self.seen = self.seen, self.look()
        self.seen.check()
        self.what_was_told_is_true()
        if isinstance(result, TakenOver):
            result = result.moves
        if isinstance(result, Moves):
            self.seen.nobody_was_passed_over(result)
            self.seen.moves_tell_all(before, result)
        if self.timing.least_handled:
            self.seen.whoever_handled_least_comes_first()

    def what_was_told_is_true(self) -> None:
        """The journal, read as its writer reads it: what is read is forgotten."""
        told = self.floor.happenings(limit=100)
        self.floor.forget([event.entry for event in told])
        for event in told:
            self.model.hears(event, self.seen)
            if event.kind == "agent_state" and event.agent:
                state, _, since = self.states.get(event.agent, ("", "", event.data["since"]))
                assert (event.data["from"], event.data["was_since"]) == (state, since), event
                self.states[event.agent] = (event.data["to"], event.data["reason"], event.data["since"])
        now = {agent.id: (agent.state, agent.reason) for agent in self.seen.agents.values()}
        assert {agent: state[:2] for agent, state in self.states.items()} == now

    def look(self) -> FloorRules:
        return FloorRules(self.floor, lines=LINES, callers=self.calls, now=self.now)

    def some_call(self, data: st.DataObject, *states: str) -> str:
        """One in these states where there is one, and now and then any."""
        return data.draw(st.sampled_from([*self.calls_in(*states) * 3, *sorted(self.calls)[-6:]]))

    def some_agent(self, data: st.DataObject, state: str) -> str:
        return data.draw(st.sampled_from([*self.agents_in(state) * 3, *sorted(AGENTS)]))

    def calls_in(self, *states: str) -> list[str]:
        return sorted(call.id for call in self.seen.calls.values() if call.state in states)

    def agents_in(self, state: str) -> list[str]:
        return sorted(agent.id for agent in self.seen.agents.values() if agent.state == state)

    def state_of(self, call: str) -> str:
        known = self.floor.call(call)
        assert known
        return known.state

    def some_reservation(self, data: st.DataObject) -> str | None:
        held = sorted(agent.reservation for agent in self.seen.agents.values() if agent.reservation)
        return data.draw(st.sampled_from(held)) if held else None


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
    machine = type("TheFloor", (FloorMachine,), {"redis": redis})
    days = settings(
        max_examples=int(os.environ.get("FLOOR_DAYS", "30")),
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate] if os.environ.get("FLOOR_DAYS_AS_THEY_ARE") else list(Phase),
    )
    run_state_machine_as_test(cast(Any, machine), settings=days, _min_steps=30)
