"""How soon a callback that is due has the agent's phone asked to ring: real clock, real workers, a carrier of our own.

    python -m bench.punctuality [--quick]

Ten thousand callbacks stand in SQL. Some of them come due while this runs, a few in each second at moments of their
own, each promised by an agent of its own who is ready at a telephone; the others come later. Measured is the time from
the moment of the row to the moment the carrier has the request to ring that agent, in milliseconds of one machine's
clock. The clock process, the workers, Valkey and SQLite are those of production; web processes are not needed.
"""

import json
import re
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from sqlalchemy import Engine, insert, select

import engine.tables  # noqa: F401  # the whole schema
from bench._house import House, agent_id, house, lines_of_staff
from callbacks.callback import Callback
from cases.case import Case
from cases.promise import Promise
from engine.processes import WORKERS
from records.database import open_database, reading, writing
from records.lease import Lease
from staff.agent import Agent

GOALS_MS = {0.95: 1000.0, 0.99: 2000.0}
SCHEDULED = 10_000
A_SECOND, QUICK_A_SECOND = 8, 8
SECONDS, QUICK_SECONDS = 60, 15
BEGINS_AFTER = timedelta(seconds=5)
START_SECONDS = 120
PROCESSES = sum(WORKERS.values())
"""Of `sahip worker`, one for each queue or more."""
PATIENCE_SECONDS, PATIENCE_MS = 30, 60_000
RINGS_SECONDS = 15
QUEUE = "nobody"
"""A queue without anybody in it: whoever does not answer is not followed by somebody else's phone."""


class ManyAtOnce(ThreadingHTTPServer):
    request_queue_size = 512


@dataclass(kw_only=True)
class Carrier:
    """Notes when it was asked to ring which number, and says yes."""

    rang_at: dict[str, float] = field(default_factory=dict)
    calls: dict[str, dict[str, str]] = field(default_factory=dict)
    twice: int = 0
    """Asked again while the telephone still rang: who does not answer is asked again when their pause is over."""

    @contextmanager
    def open(self) -> Iterator[str]:
        carrier = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                at, body = time.time(), self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                to = parse_qs(body).get("To", [""])[0]
                if not to:  # a leg that exists is ended
                    self.tell(200, "{}")
                    return
                first = carrier.rang_at.setdefault(to, at)
                carrier.twice += 0 < at - first < RINGS_SECONDS
                call = {"sid": f"CA{uuid.uuid4().hex}", "to": to, "status": "ringing", "direction": "outbound-api"}
                carrier.calls[call["sid"]] = call
                self.tell(201, json.dumps(call))

            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                wanted = path.rpartition("/")[2].removesuffix(".json")
                if wanted in carrier.calls:
                    self.tell(200, json.dumps(carrier.calls[wanted]))
                    return
                rings = wanted == "Calls" and parse_qs(query).get("Status") == ["ringing"]
                self.tell(200, json.dumps({wanted.lower(): [*carrier.calls.values()] if rings else []}))

            def tell(self, status: int, text: str) -> None:
                told = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ManyAtOnce(("127.0.0.1", 0), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def main() -> int:
    seconds, a_second = (QUICK_SECONDS, QUICK_A_SECOND) if "--quick" in sys.argv else (SECONDS, A_SECOND)
    number = seconds * a_second
    carrier = Carrier()
    with carrier.open() as address, house(agents=number) as one, ExitStack() as running:
        database = prepare(one, number)
        more = {"TWILIO_API_URL": address, "SAHIP_CALLS_PER_SECOND": "1000"}
        log = running.enter_context((one.folder / "processes.log").open("ab"))
        for process in ("clock", "worker"):
            running.enter_context(one.started("-m", "engine.cli", process, log=log, **more))
        until_they_are_up(one, database)
        due = come_due(database, number, seconds)
        wait_until(max(due.values()), carrier, number)
        return report(due, carrier)


def prepare(one: House, number: int) -> Engine:
    """Agents for all that comes due, a queue nobody is in, no budgets, and the callbacks of the days to come."""
    policy = one.folder / "centre" / "policy.yaml"
    rings = f'\n  {QUEUE}:\n    rings:\n      - {{after_seconds: 0, skills: "nobody >= 1"}}'
    text = policy.read_text(encoding="utf-8").replace("\nqueues:", f"\nqueues:{rings}", 1)
    hours = {"ring_from_hour: 9 ": "ring_from_hour: 0 ", "ring_until_hour: 20": "ring_until_hour: 24"}
    for written, wanted in hours.items():
        text = text.replace(written, wanted, 1)
    policy.write_text(text, encoding="utf-8")
    rules = one.folder / "centre" / "callbacks.yaml"
    unbounded = re.sub(r"(per_\w+: )\d+", r"\g<1>0", rules.read_text(encoding="utf-8"))
    rules.write_text(unbounded, encoding="utf-8")
    database = open_database(one.database_url, busy_ms=PATIENCE_MS)
    sign_in(one, database, number)
    now = datetime.now(UTC)
    with writing(database) as session:
        session.add(Case(number="B1", status="open", opened_at=now, last_touched_at=now))
    keep(database, [now + timedelta(hours=2, seconds=31 * n) for n in range(SCHEDULED - number)], since=number)
    return database


def until_they_are_up(one: House, database: Engine) -> None:
    """The clock leads and every worker waits for jobs."""
    give_up_at = time.time() + START_SECONDS
    while time.time() < give_up_at:
        with reading(database) as session:
            leads = session.scalars(select(Lease.holder)).first()
        if leads and int(str(one.redis.scard("rq:workers"))) >= PROCESSES:
            return
        time.sleep(0.2)
    raise SystemExit("the processes under measurement do not start")


def come_due(database: Engine, number: int, seconds: int) -> dict[str, float]:
    """Those that come due in this run: by their agents' telephone numbers, when that is."""
    begin = datetime.now(UTC) + BEGINS_AFTER
    spread = (timedelta(seconds=seconds * n / number, microseconds=137_000 * n % 999_000) for n in range(number))
    moments = [begin + each for each in spread]
    keep(database, moments, since=0)
    return {f"+90555{n:07}": moment.timestamp() for n, moment in enumerate(moments)}


def sign_in(one: House, database: Engine, number: int) -> None:
    """Ready at their telephones, all shift."""
    now = datetime.now(UTC)
    until = now + timedelta(hours=12)
    with writing(database) as session:
        for person in session.query(Agent).all():
            person.endpoint, person.presence, person.presence_since, person.presence_until = (
                "phone",
                "ready",
                now,
                until,
            )
    lines = lines_of_staff(one, range(number))
    for each in range(number):
        agent = agent_id(each)
        one.floor.agent_presence(agent, state="ready", lines=lines[agent], until=until, endpoint="phone", now=now)


def keep(database: Engine, moments: list[datetime], *, since: int) -> None:
    """A callback for each moment, promised for an hour later; the first ones each by an agent of their own."""
    now, promised = datetime.now(UTC), timedelta(hours=1)
    every = [*enumerate(moments, start=since)]
    with writing(database) as session:
        session.execute(insert(Promise), [
            {"id": n + 1, "case_number": "B1", "kind": "callback", "what": "Arama", "agreed_for": at + promised,
             "due_at": at + promised, "party": "us", "status": "open", "made_at": now, "counted_from": now,
             "look_at": at + promised, "moves": 0} for n, at in every
        ])  # fmt: skip
        session.execute(insert(Callback), [
            {"id": f"b{n}", "kind": "owner", "phone": f"+90532{n:07}", "queue": QUEUE, "language": "tr",
             "agent_id": None if since else agent_id(n), "case_number": "B1", "promise_id": n + 1, "call": "",
             "state": "scheduled", "place_at": now, "not_before": at, "due_at": at + promised, "look_at": at,
             "made_at": now} for n, at in every
        ])  # fmt: skip


def wait_until(last: float, carrier: Carrier, number: int) -> None:
    give_up_at = last + PATIENCE_SECONDS
    while time.time() < give_up_at and len(carrier.rang_at) < number:
        time.sleep(0.2)


def report(due: dict[str, float], carrier: Carrier) -> int:
    late = sorted((carrier.rang_at[phone] - at) * 1000 for phone, at in due.items() if phone in carrier.rang_at)
    missing = len(due) - len(late)
    print(f"{'due to asked to ring, ms':<30}{'number':>8}{'first':>9}{'p50':>9}{'p95':>9}{'p99':>9}{'last':>9}")
    if not late:
        print("nobody was rung")
        return 1
    shares = (late[0], *(percentile(late, share) for share in (0.5, 0.95, 0.99)), late[-1])
    print(f"{f'{SCHEDULED:,} callbacks scheduled':<30}{len(late):>8}" + "".join(f"{each:>9.1f}" for each in shares))
    for share, goal in GOALS_MS.items():
        print(f"p{share * 100:.0f} against its goal of {goal:g} ms: {percentile(late, share) / goal:.2f}")
    lost = [phone for phone in due if phone not in carrier.rang_at]
    print(f"never rung: {missing} {lost[:5]}; rung twice at once: {carrier.twice}; early: "
          f"{sum(each < 0 for each in late)}")  # fmt: skip
    return int(missing > 0 or late[0] < 0)


def percentile(figures: list[float], share: float) -> float:
    return figures[min(int(len(figures) * share), len(figures) - 1)]


if __name__ == "__main__":
    sys.exit(main())
