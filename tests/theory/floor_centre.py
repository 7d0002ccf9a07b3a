"""The same centre on the real floor: every transition of a call, in virtual time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush

from redis import Redis

from routing.floor import Floor
from routing.keys import FloorKeys
from routing.moves import Moves
from routing.plan import Plan, Step
from tests.theory.callers import Caller

OPENS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LINE = "queue:destek/1"
PLAN = Plan(steps=(Step(after_seconds=0, line=LINE, why="ring"),), queue="destek")
WRAP_UP_SHARE = 4
"""A fourth of the handling time is wrap-up; the theory knows only the whole."""
SWEPT_EVERY = 500
"""Calls after which what the floor need not remember is dropped, as the writer of the journal and the six hours do."""

Event = tuple[int, int, int, Callable[[], None]]
"""Milliseconds, rank within one, number, what happens. An agent who is free comes before a caller who gives up."""
AGENT, GIVES_UP, CALLS = 0, 1, 2


@dataclass
class FloorCentre:
    """Agents who take every call at once; callers who wait or give up. `waits` are milliseconds, None for given up."""

    redis: Redis
    site: str
    agents: int
    waits: dict[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now, self._numbers, self._ids = 0, 0, 0
        self._events: list[Event] = []
        self._calls: dict[str, tuple[int, Caller]] = {}
        self._old: list[str] = []
        self._keys = FloorKeys(site=self.site)
        self._floor = Floor(self.redis, site=self.site, new_id=self._new_id)
        self._floor.begin_epoch(1, now=OPENS)
        self._floor.finish_rebuild(now=OPENS)
        for number in range(self.agents):
            agent = f"agent{number}"
            lines = (f"agent:{agent}", "team:destek", LINE)
            until = OPENS + timedelta(days=3650)
            self._floor.agent_presence(agent, state="ready", lines=lines, until=until, endpoint="phone", now=OPENS)

    def serve(self, calling: Iterable[Caller]) -> list[int | None]:
        """Each caller's wait, in their order."""
        for number, caller in enumerate(calling):
            self._until(caller[0])
            self._calls_in(number, caller)
            if number % SWEPT_EVERY == 0:
                self._sweep()
        self._until(None)
        return [self.waits[number] for number in sorted(self.waits)]

    def _calls_in(self, number: int, caller: Caller) -> None:
        at, _, patience = caller
        call = f"CA{number:08}"
        self._calls[call] = number, caller
        self._now = at
        self._take(self._floor.caller_waits(call, plan=PLAN, place_at=self._moment, now=self._moment))
        if number not in self.waits and patience != float("inf"):
            self._later(int(patience), GIVES_UP, partial(self._gives_up, number, call))

    def _gives_up(self, number: int, call: str) -> None:
        if number not in self.waits:
            self.waits[number] = None
            self._leaves(call, "gave up")

    def _take(self, moves: Moves) -> None:
        """Whoever is offered a call takes it at once."""
        for offer in moves.offers:
            number, (at, handling, _) = self._calls[offer.call]
            assert number not in self.waits, f"{offer.call} is offered again"
            assert self._floor.agent_accepts(offer.id, now=self._moment)
            assert self._floor.parties_meet(offer.call, now=self._moment)
            self.waits[number] = self._now - at
            self._old.append(self._keys.reservation(offer.id))
            wrap = handling // WRAP_UP_SHARE
            self._later(handling - wrap, AGENT, partial(self._hangs_up, offer.call, offer.agent, wrap))

    def _hangs_up(self, call: str, agent: str, wrap: int) -> None:
        ended = self._floor.conversation_ends(call, by="caller", wrap_up_seconds=wrap / 1000, now=self._moment)
        self._take(ended)
        self._leaves(call, "hung up")
        if wrap:
            self._later(wrap, AGENT, partial(self._wraps_up, agent))

    def _wraps_up(self, agent: str) -> None:
        self._take(self._floor.wrap_up_ends(agent, only_if_due=True, now=self._moment))

    def _leaves(self, call: str, why: str) -> None:
        self._take(self._floor.caller_leaves(call, why=why, now=self._moment, ended={"status": "completed"}))
        del self._calls[call]
        self._old.append(self._keys.call(call))

    def _until(self, end: int | None) -> None:
        """Everything that happens before; what happens in the same millisecond, too."""
        while self._events and (end is None or self._events[0][0] <= end):
            self._now, _, _, happens = heappop(self._events)
            happens()

    def _later(self, milliseconds: int, rank: int, happens: Callable[[], None]) -> None:
        self._numbers += 1
        heappush(self._events, (self._now + milliseconds, rank, self._numbers, happens))

    def _sweep(self) -> None:
        pipeline = self.redis.pipeline(transaction=False)
        pipeline.xtrim(self._keys.journal, maxlen=0, approximate=False)
        pipeline.unlink(self._keys.journal + ":none", *self._old)
        pipeline.execute()
        self._old.clear()

    @property
    def _moment(self) -> datetime:
        return OPENS + timedelta(milliseconds=self._now)

    def _new_id(self) -> str:
        self._ids += 1
        return f"{self._ids:032x}"
