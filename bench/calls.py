"""Whole calls through HTTP: callers arrive, agents accept at their desks, callers hang up, and all begin again.

    python -m bench.calls [--quick] [--clock]

A call is three signed webhooks of the product as it runs in production: the arrival (`/voice/inbound`: identified, its
flow, a plan, a place on the floor), the desk's acceptance (`/voice/desk`), and the end (`/voice/status`), with which
the agent is ready and gets whoever waits longest. So many callers call again and again, each as soon as their last call
is over, and so many agents accept at once. The web processes, Valkey and SQLite are real; each agent is in all the
lines their skills put them in. Desks see their offers in the floor's stream.

Left out: sound, the room and its events, wrap-up (0 s here), Twilio's own time, the worker's jobs (handed over to RQ,
not carried out: a desk needs none) and, unless `--clock` is given, the writing of the journal to SQL. Callers, agents,
web processes and Valkey share this machine's cores. The peer is the best that Asterisk's app_queue reached on two such
cores, its channels being set up and torn down too: 155, 846, 588 and 135 a second, and a collapse past the peak.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bench._exchange import Exchange
from bench._house import House, Served, agent_id, house, lines_of_staff
from bench._twilio import form

PEER = {10: 155, 100: 846, 1_000: 588, 10_000: 135}
GOALS = {1_000: 2.0, 10_000: 10.0}
KEPT = 0.8
"""Of the peak, at four times its load."""
CALLERS = (16, 64, 256)
RUNS, WARM_SECONDS, SECONDS = 5, 0.5, 3.0
LONGEST_WARMING = 20.0
"""Seconds. Counting begins when as many calls are over as there are callers."""
QUICK_RUNS, QUICK_SECONDS = 1, 2.0
NUMBERS = count(1)


@dataclass(kw_only=True)
class Day:
    """Callers and agents at it. `accepted` counts the calls agents were given while `counting`."""

    exchange: Exchange
    counting: bool = False
    open: bool = True
    accepted: int = 0
    ended: int = 0
    waits: list[float] = field(default_factory=list)
    arrived: dict[str, float] = field(default_factory=dict)

    def caller_arrives(self) -> None:
        number = next(NUMBERS)
        call = f"CA{number:032x}"
        self.arrived[call] = time.perf_counter()
        told = {"CallStatus": "ringing", "From": f"+90532{number % 10_000_000:07}"}
        self.exchange.ask(form("inbound", "/voice/inbound", call, **told), lambda *_: None)

    def offered(self, call: str, agent: str, reservation: str) -> None:
        """The agent clicks at once."""
        leg = f"CA{next(NUMBERS):032x}"
        told = {"From": f"client:{agent}", "Caller": f"client:{agent}", "reservation": reservation}
        self.exchange.ask(form("desk", "/voice/desk", leg, **told), lambda body, _: self.accepts(call, body))

    def accepts(self, call: str, answer: bytes) -> None:
        taken = b"<Conference" in answer
        self.accepted += taken and self.counting
        if self.counting and call in self.arrived:
            self.waits.append(time.perf_counter() - self.arrived[call])
        self.caller_hangs_up(call)

    def caller_hangs_up(self, call: str) -> None:
        self.arrived.pop(call, None)
        self.exchange.ask(form("status", "/voice/status", call, CallStatus="completed"), lambda *_: self.calls_again())

    def calls_again(self) -> None:
        self.ended += 1
        if self.open:
            self.caller_arrives()


def main() -> None:
    quick = "--quick" in sys.argv
    runs, seconds = (QUICK_RUNS, QUICK_SECONDS) if quick else (RUNS, SECONDS)
    with house(agents=max(PEER), wrap_up_seconds=0) as one, ExitStack() as running:
        server = running.enter_context(one.web())
        if "--clock" in sys.argv:
            running.enter_context(one.started("-m", "engine.cli", "clock"))
        at_work = 0
        for agents in PEER:
            sign_in(one, range(at_work, agents))
            at_work = agents
            measure(one, server, agents, runs, seconds)


def sign_in(one: House, numbers: range) -> None:
    """These agents are ready, in the lines their skills put them in."""
    now = datetime.now(UTC)
    until = now + timedelta(hours=12)
    lines = lines_of_staff(one, numbers)
    for number in numbers:
        agent = agent_id(number)
        one.floor.agent_presence(agent, state="ready", lines=lines[agent], until=until, endpoint="browser", now=now)


def measure(one: House, server: Served, agents: int, runs: int, seconds: float) -> None:
    """The peak over several numbers of callers, and what is left of it at four times that many."""
    rates = {callers: [a_while(one, server, callers, seconds) for _ in range(runs)] for callers in CALLERS}
    middle = {callers: statistics.median(each.rate for each in every) for callers, every in rates.items()}
    best = max(middle, key=lambda callers: middle[callers])
    rates[4 * best] = [a_while(one, server, 4 * best, seconds) for _ in range(runs)]
    for callers, every in sorted(rates.items()):
        print_row(agents, callers, every)
    peak, kept = middle[best], statistics.median(each.rate for each in rates[4 * best]) / middle[best]
    against = f"{peak / PEER[agents]:.1f} x the peer's {PEER[agents]}"
    goal = f" (goal {GOALS[agents]:g} x: {told(peak >= GOALS[agents] * PEER[agents])})" if agents in GOALS else ""
    print(f"{agents:>7} agents: peak {peak:,.0f}/s at {best} callers, {against}{goal}; ", end="")
    print(f"at four times the load {kept:.0%} of it (goal {KEPT:.0%}: {told(kept >= KEPT)})", flush=True)


@dataclass(frozen=True, kw_only=True)
class While:
    rate: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    refused: int


def a_while(one: House, server: Served, callers: int, seconds: float) -> While:
    """So many callers at it, for so long; afterwards everybody has hung up."""
    day = Day(exchange=Exchange(server.port, one.redis_socket, lambda *offer: day.offered(*offer)))
    for _ in range(callers):
        day.caller_arrives()
    give_up_at = time.perf_counter() + LONGEST_WARMING
    while day.ended < callers and time.perf_counter() < give_up_at:
        day.exchange.run(time.perf_counter() + WARM_SECONDS)
    day.counting, before, begun = True, server.cpu() + one.store_cpu(), time.perf_counter()
    day.exchange.run(begun + seconds)
    took, spent = time.perf_counter() - begun, server.cpu() + one.store_cpu() - before
    day.counting = day.open = False
    clear(one, day)
    waits = sorted(day.waits) or [0.0]
    return While(
        rate=day.accepted / took,
        p50_ms=waits[len(waits) // 2] * 1000,
        p99_ms=waits[int(len(waits) * 0.99)] * 1000,
        cpu_us=spent / max(day.accepted, 1) * 1e6,
        refused=day.exchange.refused,
    )


def clear(one: House, day: Day) -> None:
    """Nobody calls again; who still waits hangs up."""
    day.exchange.run(time.perf_counter() + 0.5)
    day.exchange.close()
    for call in day.arrived:
        one.floor.caller_leaves(call, why="hung_up", now=datetime.now(UTC))
    one.redis.delete("{main}:journal", *_job_lists(one))


def _job_lists(one: House) -> Iterator[str]:
    yield from one.redis.scan_iter("rq:queue:*")


def print_row(agents: int, callers: int, every: list[While]) -> None:
    rates = sorted(each.rate for each in every)
    middle = {name: statistics.median(getattr(each, name) for each in every) for name in ("p50_ms", "p99_ms", "cpu_us")}
    speed = f"{statistics.median(rates):>7,.0f} calls/s [{rates[0]:,.0f}-{rates[-1]:,.0f}]"
    times = f"arrival to agent p50 {middle['p50_ms']:.1f} p99 {middle['p99_ms']:.1f} ms"
    cost = f"cpu {middle['cpu_us']:,.0f} µs a call  refused {sum(each.refused for each in every)}"
    print(f"{agents:>7} agents {callers:>5} callers: {speed}  {times}  {cost}", flush=True)


def told(held: bool) -> str:
    return "held" if held else "MISSED"


if __name__ == "__main__":
    main()
