"""A floor with people on it. Moments are seconds after the clock's start."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from routing.floor import Floor
from routing.moves import Moves
from routing.plan import Plan, Step
from routing.reservation import Reservation
from routing.timing import Timing

TIMING = Timing(offer_seconds=20, wrap_up_seconds=60, ring_hint_seconds=1, bring_seconds=2)


def steps(*lines: tuple[float, str], queue: str = "main", owner: str | None = None) -> Plan:
    return Plan(
        steps=tuple(Step(after_seconds=after, line=line, why="ring") for after, line in lines), queue=queue, owner=owner
    )


EVERYBODY = steps((0, "queue:main/1"))
OWNER_FIRST = steps((0, "agent:ayse"), (30, "agent:burak"), (45, "queue:main/1"), owner="ayse")


@dataclass
class House:
    """The floor, and short words for what happens on it."""

    floor: Floor
    clock: Any

    def at(self, seconds: float) -> datetime:
        start: datetime = self.clock.start
        return start + timedelta(seconds=seconds)

    def signs_in(self, agent: str, at: float = 0, *, lines: tuple[str, ...] | None = None, **more: Any) -> Moves:
        facts: dict[str, Any] = {"state": "ready", "endpoint": "phone", "until": self.at(at + 43200)} | more
        own = (f"agent:{agent}", "queue:main/1") if lines is None else lines
        return self.floor.agent_presence(agent, lines=own, now=self.at(at), **facts)

    def steps_out(self, agent: str, at: float = 0, *, state: str = "not_ready", reason: str = "lunch") -> Moves:
        lines = self.floor.agent(agent).lines
        return self.signs_in(agent, at, lines=lines, state=state, reason=reason)

    def calls(
        self, call: str, at: float = 0, *, plan: Plan = EVERYBODY, place: float | None = None, **more: Any
    ) -> Moves:
        place_at = self.at(at if place is None else place)
        return self.floor.caller_waits(call, plan=plan, place_at=place_at, now=self.at(at), **more)

    def talks(self, call: str, agent: str, at: float = 0) -> Reservation:
        """Agent signs in and talks with this caller."""
        self.signs_in(agent, at)
        [offer] = self.calls(call, at, plan=steps((0, f"agent:{agent}"))).offers
        self.meets(offer, at)
        return offer

    def meets(self, offer: Reservation, at: float) -> None:
        assert self.floor.agent_accepts(offer.id, now=self.at(at))
        assert self.floor.parties_meet(offer.call, now=self.at(at))

    def fails(self, offer: Reservation, why: str, at: float = 0) -> Moves:
        return self.floor.offer_fails(offer.id, why=why, now=self.at(at))

    def state(self, agent: str) -> tuple[str, str]:
        known = self.floor.agent(agent)
        assert known
        return known.state, known.reason

    def call_state(self, call: str) -> str:
        known = self.floor.call(call)
        assert known
        return known.state

    def due(self, at: float) -> list[tuple[str, str]]:
        return [(each.kind, each.id) for each in self.floor.due(now=self.at(at))]

    def waits_in(self, line: str) -> list[str]:
        return [each.id for each in self.floor.waiting(line)]

    def told(self, *kinds: str) -> list[tuple[str, str | None, str | None]]:
        """What went to the journal, of these kinds."""
        return [(e.kind, e.call, e.agent) for e in self.floor.happenings(limit=10_000) if e.kind in kinds]


def who(moves: Moves) -> list[tuple[str, str]]:
    return [(offer.call, offer.agent) for offer in moves.offers]
