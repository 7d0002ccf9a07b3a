"""Signed webhooks of the product as it runs in production, against bare routes on the same server, alike set up.

    python -m bench.webhooks [--quick]

Measured is the webhook that makes one transition on the floor and answers with TwiML: the agent's key (`acceptance`).
It is a whole webhook of a call, nothing left out: signature, natural key, the answer looked up and kept, the caller
claimed on the floor, the room rendered and read back. The others stand beside it. Every request is a new question of
a call of its own; what it needs on the floor is prepared before the clock runs. Requests come from one process over 32
kept-alive connections, on the machine's same cores; figures are medians of alternating runs, with their range. Beside
them stands the processor time of a request, the server's and Redis's together, which hardly changes when the machine
has other work.
"""

import statistics
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bench._house import QUEUE, STRAIGHT, House, Served, house
from bench._load import CONNECTIONS, Run, drive
from bench._twilio import AGENTS_LEG, webhook
from routing.plan import Plan, Step
from routing.reservation import Reservation

RUNS, REQUESTS = 7, 4_000
QUICK_RUNS, QUICK_REQUESTS = 3, 1_500
WARMING = 400
GATES = (("constant", 0.30, 0.40), ("form", 0.50, 0.65), ("naive", 2.5, 4.0))
MEASURED = "acceptance"
LINE = f"queue:{QUEUE}/1"
TO_QUEUE = Plan(steps=(Step(after_seconds=0, line=LINE, why="ring"),), queue=QUEUE)
NUMBERS = count(1)

Make = Callable[[House, int], Iterable[bytes]]


@dataclass(kw_only=True)
class Series:
    """One route, measured again and again."""

    make: Make
    house: House
    server: Served
    requests: int
    runs: list[Run] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)

    def measure(self) -> None:
        requests = list(self.make(self.house, self.requests))
        before = self.server.cpu() + self.house.store_cpu()
        self.runs.append(drive(self.server.port, requests))
        self.cpu_us.append((self.server.cpu() + self.house.store_cpu() - before) / self.requests * 1e6)

    def some(self, connections: int) -> Run:
        """To warm it up, or alone."""
        return drive(self.server.port, list(self.make(self.house, WARMING)), connections)

    @property
    def rate(self) -> float:
        return statistics.median(run.per_second for run in self.runs)

    def middle(self, share: float) -> float:
        return statistics.median(run.percentile(share) for run in self.runs)


def main() -> None:
    quick = "--quick" in sys.argv
    runs, requests = (QUICK_RUNS, QUICK_REQUESTS) if quick else (RUNS, REQUESTS)
    with house() as one, ExitStack() as servers:
        ours = servers.enter_context(one.web())
        theirs = servers.enter_context(one.running("-m", "bench._serve_peers"))
        every = {name: Series(make=make, house=one, server=ours, requests=requests) for name, make in OURS.items()}
        for name, make in BARE.items():
            every[name] = Series(make=make, house=one, server=theirs, requests=3 * requests)
        every["naive"] = Series(make=naive, house=one, server=theirs, requests=requests)
        for each in every.values():
            each.some(CONNECTIONS)
        for _ in range(runs):
            for each in every.values():
                each.measure()
        alone = {name: each.some(1) for name, each in every.items()}
    print_table(every, alone)


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


def constant(_: House, number: int) -> Iterator[bytes]:
    return (webhook("/constant", sid("CA"), Digits="1") for _ in range(number))


def form(_: House, number: int) -> Iterator[bytes]:
    return (webhook("/form", sid("CA"), Digits="1") for _ in range(number))


def naive(one: House, number: int) -> Iterator[bytes]:
    pipeline = one.redis.pipeline(transaction=False)
    reservations = [uuid.uuid4().hex for _ in range(number)]
    for reservation in reservations:
        pipeline.hset(f"naive:reservation:{reservation}", mapping={"state": "offered", "call": sid("CA")})
    pipeline.execute()
    targets = (f"/naive/{reservation}?attempt={uuid.uuid4().hex}" for reservation in reservations)
    return (webhook(target, sid("CA"), Digits="1", **AGENTS_LEG) for target in targets)


def acceptance(one: House, number: int) -> list[bytes]:
    """The agent heard the whisper and presses 1."""
    at = "/voice/reservations/{}/acceptance?attempt={}&c={}&l=tr"
    told = {"Digits": "1", "msg": "Gather End", **AGENTS_LEG}
    offers = [(offered(one), whispered(one)) for _ in range(number)]
    return [webhook(at.format(offer.id, uuid.uuid4().hex, offer.call), leg, **told) for offer, leg in offers]


def inbound(_: House, number: int) -> list[bytes]:
    """A caller nobody knows arrives, and the flow leads them into a queue where nobody is ready."""
    return [
        webhook("/voice/inbound", sid("CA"), CallStatus="ringing", From=phone(), To=STRAIGHT) for _ in range(number)
    ]


def wait(one: House, number: int) -> list[bytes]:
    """A waiting caller's second turn: where they stand in line."""
    at = int(datetime.now(UTC).timestamp() * 1000)
    query = f"n=1&q={QUEUE}&o=0&at={at}&l=tr&r=0"
    return [
        webhook(f"/voice/calls/{call}/wait?{query}", call, QueueSid=sid("QU"), QueuePosition="1")
        for call in waiting(one, number)
    ]


def status(one: House, number: int) -> list[bytes]:
    """A waiting caller hangs up; the answer is empty."""
    return [
        webhook("/voice/status", call, CallStatus="completed", CallDuration="7", SequenceNumber="0")
        for call in waiting(one, number)
    ]


OURS: dict[str, Make] = {"acceptance": acceptance, "inbound": inbound, "wait": wait, "status": status}
BARE: dict[str, Make] = {"constant": constant, "form": form}


def offered(one: House) -> Reservation:
    """A caller held for an agent of their own."""
    now, line = datetime.now(UTC), f"agent:{sid('ag')}"
    until = now + timedelta(hours=12)
    one.floor.agent_presence(line[6:], state="ready", lines=[line], until=until, endpoint="phone", now=now)
    plan = Plan(steps=(Step(after_seconds=0, line=line, why="owner"),), queue=QUEUE)
    later = now + timedelta(seconds=60)  # preparing takes its time, and the offers must still stand when asked for
    return one.floor.caller_waits(sid("CA"), plan=plan, place_at=now, now=later).offers[0]


def whispered(one: House) -> str:
    """A leg that was answered once before, as an agent's is by the whisper."""
    leg = sid("CA")
    one.floor.keep_answer(leg, sid("ke"), "<Response/>", now=datetime.now(UTC), whole=True)
    return leg


def waiting(one: House, number: int) -> list[str]:
    """So many callers in line."""
    calls = [sid("CA") for _ in range(number)]
    for call in calls:
        now = datetime.now(UTC)
        one.floor.caller_waits(call, plan=TO_QUEUE, place_at=now, now=now)
    return calls


def sid(kind: str) -> str:
    return f"{kind}{next(NUMBERS):032x}"


def phone() -> str:
    return f"+90532{next(NUMBERS) % 10_000_000:07}"


# ── what came of it ─────────────────────────────────────────────────────────────────────────────────────────────────


def print_table(every: dict[str, Series], alone: dict[str, Run]) -> None:
    print(
        f"{'webhook':<12}{'req/s':>8}{'[least':>9}{'most]':>8}{'p50 ms':>9}{'p99 ms':>9}{'alone p50':>11}{'refused':>9}"
    )
    for name, each in every.items():
        rates = sorted(run.per_second for run in each.runs)
        refused = sum(run.refused for run in each.runs)
        speeds = "".join(f"{figure:>10,.0f}" for figure in (each.rate, rates[0], rates[-1]))
        times = "".join(f"{ms:>10.2f}" for ms in (each.middle(0.5), each.middle(0.99), alone[name].percentile(0.5)))
        print(f"{name:<12}{speeds}{times}{statistics.median(each.cpu_us):>10,.0f}{refused:>10}")
    for name, gate, aim in GATES:
        for ours in OURS:
            mine, its = every[ours], every[name]
            ratios = [a.per_second / b.per_second for a, b in zip(mine.runs, its.runs, strict=True)]
            ratio = statistics.median(ratios)
            spent = statistics.median(b / a for a, b in zip(mine.cpu_us, its.cpu_us, strict=True))
            told = f"gate {gate}, aim {aim}: {'held' if ratio >= gate else 'MISSED'}" if ours == MEASURED else ""
            span = f"[{min(ratios):.2f}-{max(ratios):.2f}]"
            print(f"{f'{ours} / {name}':<24}{ratio:>8.2f}  {span:<14}by processor time {spent:>5.2f}  {told}")


if __name__ == "__main__":
    main()
