"""Four processes race for the same calls and agents; a referee who only reads sees that nobody is given away twice.

    python -m bench.race [--quick] [--assignments 100000]

Every call is announced by all four, every offer is played by two of them at once: accepted by both, accepted by one
and rejected by the other, or the caller hangs up meanwhile; agents step out and come back from all sides. The referee
has two sources that know nothing of each other. The floor's journal: no agent is held by two reservations that live, no
call by two agents. And the racers' own notes: for each acceptance they won, from when to when the agent was theirs, by
the kernel's clock; no reservation is won twice, and no agent's, and no call's, times overlap.
"""

import itertools
import json
import multiprocessing
import random
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NamedTuple, cast

from redis import Redis

from engine.embedded_valkey import using_embedded_valkey
from routing.floor import Floor
from routing.happening import Happening
from routing.moves import Moves
from routing.plan import Plan, Step
from routing.timing import Timing

SITE = "race"
TIMING = Timing(offer_seconds=3600)  # nobody keeps deadlines here
RACERS = 4
AGENTS = 8
QUEUES = 3
COPIES = 2  # racers who play an offer
TALKS = 3  # that each racer keeps going: all agents are busy then, and callers have to wait
ASSIGNMENTS, QUICK = 100_000, 5_000
OFFERS, NUMBERS = "race:offers", "race:numbers"  # outside the floor: what the racers tell each other


class Held(NamedTuple):
    """A racer's note: it won this reservation, and from when to when it was sure of agent and caller."""

    reservation: str
    call: str
    agent: str
    since: int
    until: int


@dataclass
class Referee:
    """Reads the journal in its order."""

    assignments: int = 0
    waited: int = 0
    agents: dict[str, str] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    breaches: list[str] = field(default_factory=list)

    def reads(self, events: Iterable[Happening]) -> None:
        for event in events:
            reservation, call, agent = event.reservation or "", event.call or "", event.agent or ""
            if event.kind == "offered":
                self.waited += event.data["side"] == "agent"
                self._is_held(reservation, call, agent)
            elif event.kind == "accepted":
                if reservation in self.accepted or self.calls.get(call) != reservation:
                    self.breaches.append(f"{reservation} is accepted, which nobody could")
                self.accepted.add(reservation)
            elif event.kind in ("offer_failed", "left"):
                self._is_free(reservation, call, agent)

    def _is_held(self, reservation: str, call: str, agent: str) -> None:
        self.assignments += 1
        for what, held, name in (("agent", self.agents, agent), ("call", self.calls, call)):
            if name in held:
                self.breaches.append(f"{what} {name} is given to {reservation} and {held[name]} has them")
            held[name] = reservation

    def _is_free(self, reservation: str, call: str, agent: str) -> None:
        for what, held, name in (("agent", self.agents, agent), ("call", self.calls, call)):
            if held.pop(name, None) != reservation:
                self.breaches.append(f"{what} {name} is let go by {reservation}, which does not have them")


def overlaps(notes: Sequence[Held]) -> list[str]:
    """What the racers' notes say against each other."""
    found = [f"{note} was won twice" for note, times in _counted(note.reservation for note in notes) if times > 1]
    for what in ("agent", "call"):
        by_name = defaultdict[str, list[Held]](list)
        for note in notes:
            by_name[getattr(note, what)].append(note)
        for name, each in by_name.items():
            each.sort(key=lambda note: note.since)
            found += [f"{what} {name}: {a} and {b}" for a, b in itertools.pairwise(each) if b.since < a.until]
    return found


def _counted(names: Iterable[str]) -> Iterable[tuple[str, int]]:
    counts = defaultdict[str, int](int)
    for name in names:
        counts[name] += 1
    return counts.items()


class Racer:
    """One process. It knows the floor, and a list of offers that others may play too."""

    def __init__(self, url: str, seed: int) -> None:
        self.redis = Redis.from_url(url, decode_responses=True)
        self.floor = floor_on(self.redis)
        self.chance = random.Random(seed)
        self.leg = f"leg{seed}"
        self.talks: list[tuple[str, str, str, int]] = []
        self.notes: list[Held] = []
        self.attempts = 0

    def runs(self, stop: Event) -> None:
        while not stop.is_set():
            self._announces()
            offer = cast(str | None, self.redis.lpop(OFFERS))
            if offer is not None:
                self._plays(*json.loads(offer))
            if self.talks and (offer is None or len(self.talks) > TALKS):
                self._ends(*self.talks.pop(0))
            if self.chance.random() < 0.02:
                self._sends_out_and_back(f"a{self.chance.randrange(AGENTS)}")

    def _announces(self) -> None:
        """Four numbers in a row are the same call: the four racers meet at it."""
        number = self.redis.incr(NUMBERS) // RACERS
        queue = f"q{number % QUEUES}"
        steps: tuple[Step, ...] = (
            (Step(after_seconds=0, line=f"agent:a{number % AGENTS}", why="owner"),) if number % 4 == 0 else ()
        )
        steps += (Step(after_seconds=0.05 if steps else 0, line=f"queue:{queue}/1", why="ring"),)
        plan, moment = Plan(steps=steps, queue=queue), now()
        self._took(self.floor.caller_waits(f"CA{number}", plan=plan, place_at=moment, now=moment))
        if len(steps) > 1:
            self._took(self.floor.plan_widens(f"CA{number - RACERS * 3}", now=now()))

    def _plays(self, reservation: str, call: str, agent: str) -> None:
        dice = self.chance.random()
        self.attempts += 1
        if dice < 0.1:
            self._took(self.floor.offer_fails(reservation, why="rejected", now=now()))
        elif dice < 0.15:
            self._took(self.floor.caller_leaves(call, why="hung up", now=now()))
        elif self.floor.agent_accepts(reservation, leg=f"{self.leg}-{self.attempts}", now=now()):
            since = time.monotonic_ns()
            if self.floor.parties_meet(call, now=now()):
                self.talks.append((reservation, call, agent, since))

    def _ends(self, reservation: str, call: str, agent: str, since: int) -> None:
        self.notes.append(Held(reservation, call, agent, since, time.monotonic_ns()))
        self._took(self.floor.conversation_ends(call, by="agent", reservation=reservation, now=now()))
        self._took(self.floor.wrap_up_ends(agent, now=now()))
        self._took(self.floor.caller_leaves(call, why="hung up", now=now()))

    def _sends_out_and_back(self, agent: str) -> None:
        self._took(present(self.floor, agent, "not_ready"))
        self._took(present(self.floor, agent, "ready"))

    def _took(self, moves: Moves) -> None:
        if moves.offers:
            told = [json.dumps([offer.id, offer.call, offer.agent]) for offer in moves.offers]
            self.redis.rpush(OFFERS, *(told * COPIES))


def floor_on(redis: Redis) -> Floor:
    return Floor(redis, site=SITE, new_id=lambda: uuid.uuid4().hex, timing=TIMING)


def now() -> datetime:
    return datetime.now(UTC)


def present(floor: Floor, agent: str, state: str) -> Moves:
    """Each agent is in two of three queues."""
    number = int(agent[1:])
    lines = [f"agent:{agent}", *(f"queue:q{(number + more) % QUEUES}/1" for more in (0, 1))]
    until = now() + timedelta(hours=12)
    return floor.agent_presence(agent, state=state, lines=lines, until=until, endpoint="phone", now=now())


def racer(url: str, seed: int, stop: Event, folder: str) -> None:
    running = Racer(url, seed)
    running.runs(stop)
    rows = [running.attempts, *running.notes]
    (Path(folder) / f"racer{seed}.json").write_text(json.dumps(rows))


@dataclass(frozen=True, kw_only=True)
class Result:
    assignments: int
    waited: int
    accepted: int
    attempts: int
    seconds: float
    breaches: list[str]


def race(assignments: int) -> Result:
    """Until so many reservations were made. Raises ChildProcessError when a racer falls."""
    with tempfile.TemporaryDirectory(prefix="race") as folder, using_embedded_valkey(Path(folder)) as server:
        floor = floor_on(Redis.from_url(server.url, decode_responses=True))
        floor.begin_epoch(1, now=now())
        floor.finish_rebuild(now=now())
        for number in range(AGENTS):
            present(floor, f"a{number}", "ready")
        begun = time.monotonic()
        referee, notes, attempts = refereed(floor, server.url, folder, assignments)
        return Result(
            assignments=referee.assignments,
            waited=referee.waited,
            accepted=len(notes),
            attempts=attempts,
            seconds=time.monotonic() - begun,
            breaches=referee.breaches + overlaps(notes),
        )


def refereed(floor: Floor, url: str, folder: str, assignments: int) -> tuple[Referee, list[Held], int]:
    processes = multiprocessing.get_context("spawn")
    stop, referee = processes.Event(), Referee()
    racers = [processes.Process(target=racer, args=(url, seed, stop, folder)) for seed in range(RACERS)]
    for each in racers:
        each.start()
    try:
        while referee.assignments < assignments and all(each.is_alive() for each in racers):
            if not reads_on(referee, floor):
                stop.wait(0.01)
    finally:
        stop.set()
        for each in racers:
            each.join()
    if any(each.exitcode for each in racers):
        raise ChildProcessError("a racer fell")
    while reads_on(referee, floor):
        pass
    told = [json.loads(file.read_text()) for file in sorted(Path(folder).glob("racer*.json"))]
    return referee, [Held(*note) for _, *notes in told for note in notes], sum(attempts for attempts, *_ in told)


def reads_on(referee: Referee, floor: Floor) -> int:
    events = floor.happenings(limit=1_000)
    referee.reads(events)
    floor.forget(event.entry for event in events)
    return len(events)


def main() -> int:
    wanted = QUICK if "--quick" in sys.argv else ASSIGNMENTS
    if "--assignments" in sys.argv:
        wanted = int(sys.argv[sys.argv.index("--assignments") + 1])
    result = race(wanted)
    print(f"{RACERS} processes, {AGENTS} agents, every call announced by all and every offer played by {COPIES}")
    rows = {
        "assignments": f"{result.assignments:,}",
        "of callers who had to wait": f"{result.waited:,}",
        "plays": f"{result.attempts:,}",
        "talks, each with one winner": f"{result.accepted:,}",
        "assignments a second": f"{result.assignments / result.seconds:,.0f}",
        "double assignments": str(len(result.breaches)),
    }
    for name, value in rows.items():
        print(f"{name:<34}{value:>12}")
    for breach in result.breaches[:5]:
        print(breach)
    return int(bool(result.breaches))


if __name__ == "__main__":
    sys.exit(main())
