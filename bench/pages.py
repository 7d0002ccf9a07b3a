"""What pages that stand open cost the telephone, and how soon they show what happened.

    python -m bench.pages [--quick]

A hundred agents at their desks and ten supervisors at the floor: real streams, the real parts fetched for each event,
and each desk's sign of life every six seconds, all from the live process as behind deploy/nginx.conf. Calls come in by
webhook and are offered to these agents, accepted, talked and written up on the floor, two a second: more than a hundred
agents have in a busy hour. Webhooks come at that same pace with no page open and with all of them, in turns.
Everything, the load included, runs on this machine's processors.
"""

import hashlib
import hmac
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench._house import QUEUE, SOURCES, STRAIGHT, House, Served, agent_id, free_port, house, lines_of_staff, wait_for
from bench._load import connected
from bench._twilio import webhook
from console.people.account import Account
from console.people.browser_session import begin_session, digest_of
from records.database import open_database, writing

DESKS: Final = 100
FLOORS: Final = 10
CALLS_A_SECOND: Final = 2.0
TALK_SECONDS: Final = 8.0
WRAP_UP_SECONDS: Final = 2
SECONDS, QUICK_SECONDS = 30, 12
ROUNDS, QUICK_ROUNDS = 3, 1
SECRET: Final = b"a-secret-of-the-bench"
GOAL_RATIO: Final = 1.2
SHOWN: Final = {"heard": "page", "desks": "desk as shown", "floors": "floor as shown"}
GOALS: Final = {"heard": "  goal 300 at p95", "desks": "  goal 300 at p95", "floors": "  painted once a second at most"}
LONGEST_SECONDS: Final = 20.0


@dataclass(kw_only=True)
class Turn:
    """One stretch of calls: milliseconds of its webhooks, and what its pages saw."""

    webhooks: list[float] = field(default_factory=list)
    refused: int = 0
    seen: dict[str, Any] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)


def csrf(token: str) -> str:
    return hmac.new(SECRET, f"csrf:{digest_of(token)}".encode(), hashlib.sha256).hexdigest()


def main() -> None:
    quick = "--quick" in sys.argv
    seconds, rounds = (QUICK_SECONDS, QUICK_ROUNDS) if quick else (SECONDS, ROUNDS)
    with house(agents=DESKS, wrap_up_seconds=WRAP_UP_SECONDS) as one:
        sign_in(one)
        live_port = free_port()
        with (
            one.web() as web,
            one.started("-m", "engine.cli", "live", SAHIP_LIVE_PORT=str(live_port)) as live,
            one.started("-m", "engine.cli", "clock"),
        ):
            wait_for(live_port)
            everybody_ready(one)
            calls(one, web.port, 4)  # to warm up
            alone, watched = [], []
            for _ in range(rounds):
                everybody_ready(one)  # desks that were closed have lost contact meanwhile
                alone.append(calls(one, web.port, seconds))
                with pages_open(live_port, live_port) as pages:
                    calls(one, web.port, 3)
                    tell(pages)
                    turn = timed(one, web, Served(port=live_port, process=live), seconds)
                    turn.seen = tell(pages)
                    watched.append(turn)
            print_table(alone, watched)


def sign_in(one: House) -> None:
    database, now = open_database(one.database_url), datetime.now(UTC)
    with writing(database) as session:
        for kind, number, role in (("desk", DESKS, "agent"), ("floor", FLOORS, "lead")):
            for n in range(number):
                account = Account(id=f"{kind}-{n}", login=f"{kind}-{n}", name=f"{kind} {n}", role=role, language="tr",
                                  agent_id=agent_id(n) if kind == "desk" else None, made_at=now)  # fmt: skip
                session.add(account)
                begin_session(session, account, f"{kind}-{n}", now=now)
    database.dispose()


def everybody_ready(one: House) -> None:
    now = datetime.now(UTC)
    for agent, lines in lines_of_staff(one, range(DESKS)).items():
        one.floor.agent_presence(agent, state="ready", lines=lines, until=now + timedelta(hours=10), endpoint="browser",
                                 now=now)  # fmt: skip


@contextmanager
def pages_open(web_port: int, live_port: int) -> Iterator[Any]:
    command = [sys.executable, "-m", "bench._pages", *map(str, (web_port, live_port, DESKS, FLOORS))]
    with subprocess.Popen(command, cwd=SOURCES, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "open"
        try:
            yield process
        finally:
            process.terminate()


def tell(pages: Any) -> dict[str, Any]:
    pages.stdin.write("tell\n")
    pages.stdin.flush()
    seen: dict[str, Any] = json.loads(pages.stdout.readline())
    return seen


def calls(one: House, port: int, seconds: float) -> Turn:
    """Calls at a steady pace, each from its arrival to its end."""
    turn, begun = Turn(), time.monotonic()
    number = int(seconds * CALLS_A_SECOND)
    with ThreadPoolExecutor(max_workers=64) as people:
        for n in range(number):
            due = begun + n / CALLS_A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            people.submit(one_call, one, port, turn)
    return turn


def timed(one: House, web: Served, live: Served, seconds: float) -> Turn:
    """The same, with the processor time web and live had for it."""
    before, begun = (web.cpu(), live.cpu()), time.monotonic()
    turn = calls(one, web.port, seconds)
    lasted = time.monotonic() - begun
    turn.cpu = {"web": (web.cpu() - before[0]) / lasted, "live": (live.cpu() - before[1]) / lasted}
    return turn


def one_call(one: House, port: int, turn: Turn) -> None:
    """Every webhook of it that Twilio waits for while somebody listens."""
    call = f"CA{random.getrandbits(128):032x}"
    ask(
        turn,
        port,
        webhook("/voice/inbound", call, CallStatus="ringing", From=f"+90532{random.randrange(10**7):07}", To=STRAIGHT),
    )
    known = one.floor.call(call)
    if known is None or not known.reservation:
        turn.refused += 1
        return
    at = int(time.time() * 1000)
    ask(
        turn,
        port,
        webhook(
            f"/voice/calls/{call}/wait?n=1&q={QUEUE}&o=0&at={at}&l=tr&r=0",
            call,
            QueueSid=f"QU{call[2:]}",
            QueuePosition="1",
        ),
    )
    one.floor.agent_accepts(known.reservation, leg=f"CA{random.getrandbits(128):032x}", now=datetime.now(UTC))
    one.floor.parties_meet(call, now=datetime.now(UTC))
    time.sleep(TALK_SECONDS)
    one.floor.conversation_ends(call, by="caller", wrap_up_seconds=WRAP_UP_SECONDS, now=datetime.now(UTC))
    ask(turn, port, webhook("/voice/status", call, CallStatus="completed", CallDuration="8", SequenceNumber="0"))


_OWN = threading.local()


def ask(turn: Turn, port: int, request: bytes) -> None:
    """Over a connection of this thread, as Twilio keeps them."""
    if getattr(_OWN, "port", None) != port:
        _OWN.port, _OWN.socket = port, connected(port)
    begun = time.perf_counter()
    _OWN.socket.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < length(answer):
        answer += _OWN.socket.recv(65536)
    turn.webhooks.append((time.perf_counter() - begun) * 1000)
    turn.refused += not answer.startswith(b"HTTP/1.1 2")


def length(answer: bytes) -> int:
    head = answer.partition(b"\r\n\r\n")[0].lower()
    at = head.find(b"content-length: ")
    return int(head[at + 16 :].partition(b"\r")[0]) if at >= 0 else 0


def percentile(figures: list[float], share: float) -> float:
    ranked = sorted(figures)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)] if ranked else float("nan")


def print_table(alone: list[Turn], watched: list[Turn]) -> None:
    for name, turns in (("no page", alone), (f"{DESKS} desks, {FLOORS} floors", watched)):
        figures = [ms for turn in turns for ms in turn.webhooks]
        refused = sum(turn.refused for turn in turns)
        print(f"{name:<28}{len(figures):>6} webhooks{told(figures)}  refused {refused}")
    ratios = [percentile(b.webhooks, 0.95) / percentile(a.webhooks, 0.95) for a, b in zip(alone, watched, strict=True)]
    span = f"[{min(ratios):.2f}-{max(ratios):.2f}]"
    print(f"webhook p95, with pages / without: {statistics.median(ratios):.2f} {span}, goal {GOAL_RATIO}")
    for what in ("heard", "desks", "floors"):
        figures = [ms for turn in watched for ms in turn.seen[what]]
        print(f"event → {SHOWN[what]:<20}{len(figures):>6} times   {told(figures)}{GOALS[what]}")
    seen = [turn.seen for turn in watched]
    for name in ("web", "live"):
        print(f"{name}: {statistics.median(turn.cpu[name] for turn in watched):.2f} of a processor")
    print("parts fetched", sum(one["fetched"] for one in seen), "failed", sum(one["failed"] for one in seen))


def told(figures: list[float]) -> str:
    return "".join(f"  p{share * 100:g} {percentile(figures, share):.1f} ms" for share in (0.5, 0.95, 0.99))


if __name__ == "__main__":
    main()
