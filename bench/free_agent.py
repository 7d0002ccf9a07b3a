"""An agent becomes free while callers wait: how long until the next caller is reserved for them, through HTTP.

    python -m bench.free_agent [--quick]

From the moment a request is sent that frees an agent until the floor's stream tells of the offer. Two ways to become
free: the agent's caller hangs up (a signed `/voice/status`; wrap-up is 0 s here), and the agent says so (`PUT` of a
presence over the API). Five hundred callers wait all the time; one agent after the other, and eight at once.
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench._exchange import Exchange
from bench._house import House, agent_id, house
from bench._load import Run
from bench._twilio import form
from bench.calls import sign_in, told
from bench.webhooks import TO_QUEUE, sid
from console.api_key import make_key
from records.database import open_database, writing

GOAL_MS = 10.0
WAITING, AT_ONCE = 500, (1, 8)
TIMES, QUICK_TIMES, PATIENCE_SECONDS = 1_500, 300, 60.0
PEERS = "Asterisk's app_queue left agents idle for 500 to 835 ms, FreeSWITCH's mod_callcenter looks every 100 ms"

Frees = Callable[["Shift", str, str], bytes]


@dataclass(kw_only=True)
class Shift:
    """Agents who accept, are freed and accept again. `busy` is each one's call, `freed` when they were freed."""

    house: House
    exchange: Exchange
    frees: Frees
    key: str
    left: int
    busy: dict[str, str] = field(default_factory=dict)
    freed: dict[str, float] = field(default_factory=dict)
    run: Run = field(default_factory=Run)

    def free(self, agent: str) -> None:
        request = self.frees(self, agent, self.busy.pop(agent))
        wait_in_line(self.house)
        self.freed[agent] = time.perf_counter()
        self.exchange.ask(request, lambda *_: None)

    def offered(self, call: str, agent: str, reservation: str) -> None:
        if agent in self.freed:
            self.run.milliseconds.append((time.perf_counter() - self.freed.pop(agent)) * 1000)
            self.left -= 1
        told = {"From": f"client:{agent}", "Caller": f"client:{agent}", "reservation": reservation}
        self.exchange.ask(form("desk", "/voice/desk", sid("CA"), **told), lambda *_: self.accepted(agent, call))

    def accepted(self, agent: str, call: str) -> None:
        self.busy[agent] = call
        if self.left > 0:
            self.free(agent)


def caller_hangs_up(_: Shift, agent: str, call: str) -> bytes:
    return form("status", "/voice/status", call, CallStatus="completed")


def agent_says_ready(shift: Shift, agent: str, call: str) -> bytes:
    """The agent had asked for a break after the call, which is over."""
    now = datetime.now(UTC)
    until = now + timedelta(hours=12)
    lines = shift.house.floor.agent(agent).lines
    shift.house.floor.agent_presence(
        agent, state="not_ready", reason="break", lines=lines, until=until, endpoint="browser", now=now
    )
    shift.house.floor.caller_leaves(call, why="hung_up", now=now)
    body = json.dumps({"state": "ready"})
    head = f"PUT /api/v1/agents/{agent}/presence HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {shift.key}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


WAYS: dict[str, Frees] = {"the caller hangs up": caller_hangs_up, "the agent says ready": agent_says_ready}


def main() -> None:
    times = QUICK_TIMES if "--quick" in sys.argv else TIMES
    with house(agents=max(AT_ONCE) * len(AT_ONCE) * len(WAYS), wrap_up_seconds=0) as one, one.web() as server:
        key, first = api_key(one), 0
        for _ in range(WAITING):
            wait_in_line(one)
        print(f"{'ms from free to reserved':<34}{'p50':>9}{'p99':>9}{'most':>9}   goal p99 {GOAL_MS:g} ms")
        for name, frees in WAYS.items():
            for at_once in AT_ONCE:
                agents, first = range(first, first + at_once), first + at_once
                run = measured(one, server.port, frees, key, agents, times)
                figures = "".join(
                    f"{figure:>9.2f}" for figure in (*map(run.percentile, (0.5, 0.99)), max(run.milliseconds))
                )
                print(
                    f"{f'{name}, {at_once} at once':<34}{figures}   {told(run.percentile(0.99) <= GOAL_MS)}", flush=True
                )
    print(PEERS)


def print_row(name: str, run: Run) -> None:
    p50, p99, most = run.percentile(0.5), run.percentile(0.99), max(run.milliseconds)
    print(f"{name:<34}{p50:>9.2f}{p99:>9.2f}{most:>9.2f}   {told(p99 <= GOAL_MS)}", flush=True)


def measured(one: House, port: int, frees: Frees, key: str, agents: range, times: int) -> Run:
    shift = Shift(
        house=one,
        exchange=Exchange(port, one.redis_socket, lambda *offer: shift.offered(*offer)),
        frees=frees,
        key=key,
        left=times,
    )
    sign_in(one, agents)
    give_up_at = time.perf_counter() + PATIENCE_SECONDS
    while shift.left > 0 and time.perf_counter() < give_up_at:
        shift.exchange.run(time.perf_counter() + 0.05)
    shift.exchange.run(time.perf_counter() + 0.2)
    shift.exchange.close()
    if shift.exchange.refused:
        raise SystemExit(f"{shift.exchange.refused} requests were refused")
    for agent in map(agent_id, agents):
        now = datetime.now(UTC)
        one.floor.agent_presence(agent, state="logged_out", lines=(), until=now, endpoint="browser", now=now)
    return shift.run


def wait_in_line(one: House) -> None:
    now = datetime.now(UTC)
    one.floor.caller_waits(sid("CA"), plan=TO_QUEUE, place_at=now, now=now)


def api_key(one: House) -> str:
    database = open_database(one.database_url)
    with writing(database) as session:
        return make_key(
            session, id=uuid.uuid4().hex, secret=uuid.uuid4().hex, name="bench", role="lead", now=datetime.now(UTC)
        )


if __name__ == "__main__":
    main()
