"""What must hold on the floor after every transition, whatever happened before. Read through the floor's own views."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.agent_on_floor import AgentOnFloor
from routing.call_on_floor import CallOnFloor
from routing.floor import Floor
from routing.instants import seconds_ms, to_ms
from routing.moves import Moves
from routing.plan import Plan
from routing.reservation import Reservation

HELD = ("reserved", "accepted", "talking")
OPEN = ("offered", "ringing", "accepted")
NO_LEG = ("busy", "failed", "unreachable", "not_rung", "dropped")
"""Why an offer failed, when there is no leg to take down."""


@dataclass(frozen=True)
class Caller:
    """What whoever put a call on the floor knows about it."""

    place_at: datetime
    plan: Plan
    boost_seconds: float = 0

    @property
    def score(self) -> int:
        return to_ms(self.place_at) - seconds_ms(self.boost_seconds)

    def with_plan(self, plan: Plan, boost_seconds: float | None = None) -> "Caller":
        boost = self.boost_seconds if boost_seconds is None else boost_seconds
        return Caller(self.place_at, plan, boost)


class FloorRules:
    """The floor at one moment. `check()` raises AssertionError for the first rule that does not hold."""

    def __init__(self, floor: Floor, *, lines: Iterable[str], callers: Mapping[str, Caller], now: datetime) -> None:
        self.floor, self.callers, self.now = floor, callers, now
        self.lines = sorted(lines)
        self.agents: dict[str, AgentOnFloor] = {agent.id: agent for agent in floor.agents()}
        known = {call: floor.call(call) for call in callers}
        self.calls: dict[str, CallOnFloor] = {call: seen for call, seen in known.items() if seen}
        held = {call.id: floor.reservation(call.reservation) for call in self.calls.values() if call.reservation}
        self.reservations: dict[str, Reservation] = {call: each for call, each in held.items() if each}
        self.waiting = {line: [each.id for each in floor.waiting(line)] for line in self.lines}
        self.ready = {line: floor.ready(line) for line in self.lines}
        self.present = {line: floor.present(line) for line in self.lines}

    def check(self, *, sweeping: bool = False) -> None:
        """While `sweeping`, the clock has put off what it asked for again: such deadlines may stand beside."""
        self.nobody_waits_while_an_agent_may_take_them()
        self.a_waiting_call_is_in_exactly_the_lines_opened_to_it()
        self.everybody_keeps_their_place()
        self.an_agent_and_their_call_know_each_other()
        self.a_reservation_says_what_its_call_says()
        self.an_agents_state_follows_from_the_facts()
        self.what_may_last_has_a_deadline_and_nothing_else_has(but=("ring", "bring") if sweeping else ())
        self.nobody_waits_behind_a_line_without_hope()

    def nobody_waits_while_an_agent_may_take_them(self) -> None:
        for line in self.lines:
            for agent, call in itertools.product(self.ready[line], self.waiting[line]):
                assert agent in self.calls[call].refused_by, f"{call} waits in {line}, and {agent} is ready"

    def a_waiting_call_is_in_exactly_the_lines_opened_to_it(self) -> None:
        for call in self.calls.values():
            found = {line for line in self.lines if call.id in self.waiting[line]}
            waits = call.state == "waiting"
            assert found == (set(call.lines) if waits else set()), f"{call} is in the lines {found}"
            assert (call.position is not None) == waits, f"{call} has a position"

    def everybody_keeps_their_place(self) -> None:
        """Invariant 5: whatever happens to a call, it stands where it stood; lines are in the order of these."""
        for call in self.calls.values():
            tombstone = call.state == "gone" and call.place_at is None
            assert tombstone or (call.place_at, call.score) == (
                self.callers[call.id].place_at,
                self.callers[call.id].score,
            ), call

    def an_agent_and_their_call_know_each_other(self) -> None:
        """Invariants 3 and 4."""
        bound = {agent.id: agent.call for agent in self.agents.values() if agent.call}
        assert len(set(bound.values())) == len(bound), f"a call with two agents: {bound}"
        held = [(call.agent, call.id) for call in self.calls.values() if call.state in HELD]
        assert sorted(held) == sorted(bound.items()), f"calls say {held}, agents say {bound}"

    def a_reservation_says_what_its_call_says(self) -> None:
        states = {"reserved": ("offered", "ringing"), "accepted": ("accepted",), "talking": ("met",)}
        for call in self.calls.values():
            if call.state not in HELD:
                continue
            held, agent = self.reservations[call.id], self.agents[str(call.agent)]
            assert held.state in states[call.state], f"{call} has {held}"
            assert (held.call, held.agent, held.id) == (call.id, call.agent, agent.reservation), f"{call} has {held}"

    def an_agents_state_follows_from_the_facts(self) -> None:
        for agent in self.agents.values():
            assert agent.presence != "ready" or agent.presence_until, f"nothing ends the presence of {agent}"
            ready = {line for line in self.lines if agent.id in self.ready[line]}
            assert ready == (set(agent.lines) if agent.state == "ready" else set()), f"{agent} is ready in {ready}"
            present = {line for line in self.lines if agent.id in self.present[line]}
            hoped_for = agent.presence == "ready" and agent.paused_until is None
            assert present == (set(agent.lines) if hoped_for else set()), f"{agent}: {present}"
            if agent.call:
                met = self.calls[agent.call].state == "talking"
                assert agent.state == ("talking" if met else "reserved"), agent
            else:
                paused = "not_ready" if agent.paused_until and agent.presence == "ready" else agent.presence
                assert agent.state == ("wrap_up" if agent.wrap_up_until else paused), agent
        tally = Counter(agent.state for agent in self.agents.values())
        assert self.floor.counts().agents == dict(tally)

    def what_may_last_has_a_deadline_and_nothing_else_has(self, *, but: tuple[str, ...] = ()) -> None:
        wanted = set()
        for agent in self.agents.values():
            wanted |= {("wrap", agent.id)} if agent.state == "wrap_up" else set()
            wanted |= {("presence", agent.id)} if agent.presence_until else set()
            wanted |= {("pause", agent.id)} if agent.paused_until else set()
        for call in self.calls.values():
            if self._may_widen(call):
                wanted.add(("widen", call.id))
            if call.state == "reserved":
                wanted.add(("offer", str(call.reservation)))
                wanted |= {("ring", str(call.reservation))} if self.reservations[call.id].state == "offered" else set()
            if call.state == "accepted":
                wanted.add(("bring", call.id))
        later = self.floor.due(now=self.now + timedelta(days=2), limit=10_000)
        found = {(each.kind, each.id) for each in later if each.kind != "cancel"}
        assert wanted <= found, f"without a deadline: {wanted - found}"
        left = {each for each in found - wanted if each[0] not in but}
        assert not left, f"deadlines of nothing: {left}"

    def nobody_waits_behind_a_line_without_hope(self) -> None:
        """Invariant 6, the other way round: who cannot be hoped for is not waited for."""
        due = {each.id for each in self.floor.due(now=self.now, limit=1000) if each.kind == "widen"}
        for call in self.calls.values():
            if self._may_widen(call) and call.id not in due:
                assert any(self.present[line] - call.refused_by for line in call.lines), f"{call} hopes for nobody"

    def nobody_was_passed_over(self, moves: Moves) -> None:
        """Invariant 5: nobody waits who should have had this agent before the caller they got and never refused."""
        for offer in moves.offers:
            served, agent = self.calls[offer.call], self.agents[offer.agent]
            assert agent.id not in served.refused_by, f"{agent.id} refused {served}"
            for line in agent.lines:
                for waiting in map(self.calls.__getitem__, self.waiting.get(line, [])):
                    before = waiting.score < served.score and agent.id not in waiting.refused_by
                    assert not before, f"{waiting} waits, and {agent.id} was offered {served}"

    def moves_tell_all(self, before: "FloorRules", moves: Moves) -> None:
        """Who is to be rung is in the offers, and whose phone may ring in vain is in the cancels."""
        old = {held.id: held for held in before.reservations.values()}
        offered = {held.id for held in self.reservations.values() if held.id not in old}
        assert offered == {offer.id for offer in moves.offers}, f"offered {offered}, told {moves.offers}"
        ended = [each for each in map(self.floor.reservation, old) if each and each.state in ("failed", "withdrawn")]
        in_vain = {each.id for each in ended if old[each.id].state in OPEN and each.why not in NO_LEG}
        assert in_vain == {each.id for each in moves.cancels}, f"in vain {in_vain}, told {moves.cancels}"

    def whoever_handled_least_comes_first(self) -> None:
        for line in self.lines:
            handled = [self.agents[agent].handled_seconds for agent in self.ready[line]]
            assert handled == sorted(handled), f"{self.ready[line]} handled {handled}"

    def _may_widen(self, call: CallOnFloor) -> bool:
        return call.state == "waiting" and call.step < len(self.callers[call.id].plan.steps)
