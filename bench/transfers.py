"""How soon a customer is on hold and a lead's telephone is asked to ring once an agent asks for one.

    python -m bench.transfers [--quick]

Conversations stand on the floor, each with a lead of its own who is ready at a telephone. Each second one agent asks
for theirs. Measured, in milliseconds of one clock, is the time from the asking, before it is committed, to the
moment the carrier has the request that takes the customer out of the room (hold), and the one to ring the lead. The
clock process, the workers, Valkey and SQLite are those of production; the carrier is ours and answers at once.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from bench._house import House, agent_id, house
from bench.punctuality import ManyAtOnce, percentile, sign_in, until_they_are_up
from engine.board import board_from
from engine.settings import read_settings
from escalations.transfer.asking import Ask, ask_transfer
from ivr.voice_board import VoiceBoard
from records.database import open_database
from routing.lines import agent_line
from routing.plan import Plan, Step

GOALS_MS = {"hold": 500.0, "ring": 1000.0}
A_SECOND = 1
SECONDS, QUICK_SECONDS = 40, 10
PATIENCE_MS = 60_000
PATIENCE_SECONDS = 20
IN_CONVERSATION = "in-progress"


@dataclass(kw_only=True)
class Carrier:
    """Two stand in each room; it notes when it was asked to move whom, and to ring which number."""

    rooms: dict[str, list[str]] = field(default_factory=dict)
    at: dict[str, float] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)

    @contextmanager
    def open(self) -> Iterator[str]:
        carrier = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                at, body = time.time(), self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                self.tell(carrier.does(self.path, parse_qs(body), at))

            def do_GET(self) -> None:
                self.tell(carrier.shows(*self.path.partition("?")[::2]))

            def tell(self, answer: dict[str, Any]) -> None:
                told = json.dumps(answer).encode()
                self.send_response(200)
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

    def does(self, path: str, asked: dict[str, list[str]], at: float) -> dict[str, Any]:
        """A request that changes something: a call, a leg that is moved, a participant who is held."""
        what = path.removesuffix(".json").split("/")
        if to := asked.get("To"):
            self.at.setdefault(to[0], at)
            return call(f"CA{uuid.uuid4().hex}", "queued")
        leg = what[-1]
        if what[-2] == "Calls":
            self.at.setdefault(leg, at)
            for room in self.rooms.values():
                if leg in room:
                    room.remove(leg)
            return call(leg, IN_CONVERSATION)
        self.held |= {leg} if asked.get("Hold") == ["true"] else set()
        return self.participant(leg)

    def shows(self, path: str, query: str) -> dict[str, Any]:
        """A list, or one of it."""
        what = path.removesuffix(".json").split("/")
        match what[-2:]:
            case [_, "Conferences"]:
                return {"conferences": [{"sid": unquote(parse_qs(query)["FriendlyName"][0])}]}
            case [room, "Participants"]:
                return {"participants": [self.participant(leg) for leg in self.rooms.get(unquote(room), [])]}
            case ["Calls", leg]:
                return call(leg, IN_CONVERSATION)
            case _:
                return {what[-1].lower(): []}

    def participant(self, leg: str) -> dict[str, Any]:
        return {"call_sid": leg, "label": "", "muted": False, "hold": leg in self.held, "status": "connected",
                "end_conference_on_exit": False, "coaching": False, "call_sid_to_coach": None,
                "conference_sid": "CF" + "0" * 32}  # fmt: skip


def call(sid: str, status: str) -> dict[str, Any]:
    return {"sid": sid, "status": status, "direction": "outbound-api"}


def main() -> int:
    seconds = QUICK_SECONDS if "--quick" in sys.argv else SECONDS
    number = seconds * A_SECOND
    carrier = Carrier()
    with carrier.open() as address, house(agents=2 * number) as one, ExitStack() as running:
        database = open_database(one.database_url, busy_ms=PATIENCE_MS)
        sign_in(one, database, 2 * number)
        more = {"TWILIO_API_URL": address, "SAHIP_CALLS_PER_SECOND": "1000"}
        log = running.enter_context((one.folder / "processes.log").open("ab"))
        for process in ("clock", "worker"):
            running.enter_context(one.started("-m", "engine.cli", process, log=log, **more))
        until_they_are_up(one, database)
        board = board_from(read_settings({**one.environment, **more}, Path("/nowhere")), one.environment["REDIS_URL"])
        calls = [they_talk(one, carrier, pair) for pair in range(number)]
        asked = ask_for_leads(board, calls)
        return report(carrier, asked)


def they_talk(one: House, carrier: Carrier, pair: int) -> str:
    """A conversation as it stands when somebody asks for a lead."""
    caller, leg, agent, now = f"CA{uuid.uuid4().hex}", f"CA{uuid.uuid4().hex}", agent_id(2 * pair), datetime.now(UTC)
    plan = Plan(steps=(Step(after_seconds=0, line=agent_line(agent), why="owner"),), queue="bench")
    [offer] = one.floor.caller_waits(caller, plan=plan, place_at=now, now=now).offers
    one.floor.reservation_rings(offer.id, leg=leg, deadline=now + timedelta(seconds=20), now=now)
    one.floor.agent_accepts(offer.id, leg=leg, now=now)
    one.floor.parties_meet(caller, now=now)
    carrier.rooms[f"call-{caller}"] = [caller, leg]
    return caller


def ask_for_leads(board: VoiceBoard, calls: list[str]) -> dict[str, tuple[float, str]]:
    """Evenly spread. By the caller's leg: when it was asked, and the number of the lead who is wanted."""
    asked, begin = {}, time.time() + 1
    for pair, caller in enumerate(calls):
        time.sleep(max(begin + pair / A_SECOND - time.time(), 0))
        asked[caller] = (time.time(), f"+90555{2 * pair + 1:07}")
        ask_transfer(board, Ask(kind="supervisor", call=caller, by="bench", wanted=(agent_id(2 * pair + 1),)))
    return asked


def report(carrier: Carrier, asked: dict[str, tuple[float, str]]) -> int:
    give_up_at = time.time() + PATIENCE_SECONDS
    while time.time() < give_up_at and not all(phone in carrier.at for _, phone in asked.values()):
        time.sleep(0.2)
    print(f"{'asked to, ms':<30}{'number':>8}{'first':>9}{'p50':>9}{'p95':>9}{'p99':>9}{'last':>9}")
    missing = 0
    for name, goal in GOALS_MS.items():
        marks = {caller: carrier.at.get(caller if name == "hold" else phone) for caller, (_, phone) in asked.items()}
        late = sorted((mark - asked[caller][0]) * 1000 for caller, mark in marks.items() if mark is not None)
        missing += len(asked) - len(late)
        if late:
            shares = (late[0], *(percentile(late, share) for share in (0.5, 0.95, 0.99)), late[-1])
            print(f"{name:<30}{len(late):>8}" + "".join(f"{each:>9.1f}" for each in shares))
            print(f"p95 against its goal of {goal:g} ms: {percentile(late, 0.95) / goal:.2f}")
    print(f"never held or rung: {missing}")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
