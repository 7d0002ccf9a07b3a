"""The engine in real processes on real stores, with a simulated network and people who answer, to be broken.

Started as the Procfile does: web, clock, and each worker as `sahip worker` starts it, kept alive by our supervisor.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from redis import Redis
from sqlalchemy import Engine, select

import engine.tables  # noqa: F401  # the whole schema
from bench._house import ACCOUNT, SOURCES, STRAIGHT, TOKEN, free_port, hire, open_floor, settings, write_centre
from bench._house import House as Centre
from bench.punctuality import sign_in
from console.api_key import make_key
from engine.embedded_valkey import using_embedded_valkey
from engine.supervisor import FIRST_PAUSE_SECONDS, Role, Supervisor
from records.database import open_database, writing
from records.lease import Lease
from records.migrations import upgrade
from routing.floor import Floor
from routing.lines import agent_line
from simulator.account import Account
from simulator.server import Server, start_server
from simulator.simulator import Simulator
from staff.agent import Agent
from tests.processes import listens

AGENTS = 4
LEADS = 4
WORKERS = {"ring 1": "ring", "ring 2": "ring", "legs": "legs", "rooms 1": "rooms", "rooms 2": "rooms",
           "callbacks": "callbacks"}  # fmt: skip
"""As `sahip worker` starts them, without those that send messages and ask other systems."""
START_SECONDS = 60
SHIFT = timedelta(hours=12)
PATIENCE_MS = 20_000
CALM = {
    "ring_from_hour: 9 ": "ring_from_hour: 0 ",
    "ring_until_hour: 20": "ring_until_hour: 24",
    "no_answer_pause_seconds: 30": "no_answer_pause_seconds: 1",
    "most_no_answers: 2": "most_no_answers: 99",
    "busy_pause_seconds: 60": "busy_pause_seconds: 1",
    "unreachable_pause_seconds: 60": "unreachable_pause_seconds: 1",
}
"""Rules under which agents and customers may be rung at any hour, and again and again."""


@dataclass(frozen=True, kw_only=True)
class House:
    """`folder` is where steps are armed and told of; `redis` the store that breaks. The API is at `web`, for `key`."""

    folder: Path
    web: str
    key: str
    redis: Redis
    database: Engine
    sim: Simulator
    supervisor: Supervisor
    floor: Floor
    valkey: Path

    def arm(self, step: str, broken: str) -> None:
        """The next process to come by this step: `worker` is that process itself."""
        (self.folder / "pids" / "redis").write_text(str(self._redis_info()["process_id"]))
        for child in self.supervisor._children:
            child.pause = FIRST_PAUSE_SECONDS  # the first crash in a long time
        (self.folder / "when").unlink(missing_ok=True)
        (self.folder / "armed" / step).write_text(f'{{"broken": "{broken}"}}')

    def _redis_info(self) -> dict[str, Any]:
        return dict(self.redis.info("server"))

    def broke_at(self) -> float | None:
        """On the clock `time.monotonic`, which all processes of a machine share."""
        file = self.folder / "when"
        return float(file.read_text() or 0) or None if file.exists() else None

    def until_web_answers(self) -> None:
        """Somebody who rings in while it starts again is cut off by the network: that is another story."""
        give_up_at = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up_at:
            try:
                if requests.get(f"{self.web}/healthz", timeout=1).ok:
                    return
            except requests.RequestException:
                threading.Event().wait(0.1)

    def disarm(self) -> None:
        for armed in (self.folder / "armed").iterdir():
            armed.unlink()

    def pid(self, role: str) -> int:
        return int((self.folder / "pids" / role).read_text())


@contextmanager
def house(
    folder: Path, *, database_url: str | None = None, clocks: int = 1, workers: Mapping[str, str] = WORKERS
) -> Iterator[House]:
    """Everything running, four agents and four leads ready at telephones that they pick up."""
    for name in ("armed", "fired", "pids"):
        (folder / name).mkdir()
    with short_folder() as valkey, using_embedded_valkey(valkey) as server, _network() as network:
        environment = _environment(folder, server.url, network, database_url)
        public = environment["SAHIP_PUBLIC_URL"]
        redis = Redis.from_url(server.url, decode_responses=True)
        floor = Floor(redis, site="main", new_id=lambda: os.urandom(16).hex())
        database = _prepare(folder, environment, redis, floor)
        _is_our_number(network.simulator, public)
        supervisor = Supervisor(
            _roles(folder, environment, clocks, workers), output=(folder / "log").open("w"), patience=5
        )
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        try:
            _until_they_are_up(redis, database, int(environment["PORT"]), len(workers))
            yield House(folder=folder, web=public, key=_key(database), redis=redis, database=database,
                        sim=network.simulator, supervisor=supervisor, floor=floor, valkey=valkey)  # fmt: skip
        finally:
            supervisor.stop()
            thread.join()
            database.dispose()


@contextmanager
def short_folder() -> Iterator[Path]:
    """A server that is killed while this is removed may still write in it."""
    name = tempfile.mkdtemp(prefix="crash-")
    yield Path(name)
    shutil.rmtree(name, ignore_errors=True)


@contextmanager
def _network() -> Iterator[Server]:
    server = start_server(0, Account(sid=ACCOUNT, auth_token=TOKEN))
    for number in range(AGENTS):
        server.simulator.person(phone_of(number), f"Agent {number}", answers_after=0.5, after_hearing="Kabul",
                                presses="1")  # fmt: skip
    for number in range(LEADS):
        server.simulator.person(phone_of_lead(number), f"Lead {number}", answers_after=0.5, presses="1")
    try:
        yield server
    finally:
        server.stop()


def phone_of(number: int) -> str:
    return f"+90555{number:07}"


def phone_of_lead(number: int) -> str:
    return f"+90556{number:07}"


def _is_our_number(network: Simulator, public: str) -> None:
    voice = f"{public}/voice"
    network.own_number(
        STRAIGHT, f"{voice}/inbound", status_callback=f"{voice}/status", fallback_url=f"{voice}/fallback"
    )


def _environment(folder: Path, redis_url: str, network: Server, database_url: str | None) -> dict[str, str]:
    port = free_port()
    here = {"TWILIO_API_URL": network.url, "PORT": str(port), "SAHIP_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAHIP_CALLS_PER_SECOND": "20", "SAHIP_CALLER_ID": STRAIGHT, "PYTHONPATH": str(SOURCES)}  # fmt: skip
    there = {"DATABASE_URL": database_url} if database_url else {}
    return {**settings(folder, redis_url), **here, **there}


def _prepare(folder: Path, environment: dict[str, str], redis: Redis, floor: Floor) -> Engine:
    write_centre(folder / "centre", wrap_up_seconds=1)
    policy = folder / "centre" / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    for written, wanted in CALM.items():
        assert written in text, written
        text = text.replace(written, wanted, 1)
    policy.write_text(text, encoding="utf-8")
    upgrade(environment["DATABASE_URL"])
    hire(environment["DATABASE_URL"], AGENTS)
    open_floor(floor)
    database = open_database(environment["DATABASE_URL"], busy_ms=PATIENCE_MS)
    centre = Centre(folder=folder, environment=environment, redis=redis, floor=floor)
    sign_in(centre, database, AGENTS)
    _lead(floor, database)
    return database


def _lead(floor: Floor, database: Engine) -> None:
    """They lead, take no callers, and are ready at their telephones."""
    now, told = datetime.now(UTC), {"endpoint": "phone", "presence": "ready", "skills": {}, "languages": ["tr"]}
    until = now + SHIFT
    for number in range(LEADS):
        lead = f"l{number}"
        with writing(database) as session:
            session.add(Agent(id=lead, name=f"Lead {number}", role="lead", phone=phone_of_lead(number),
                              presence_since=now, presence_until=until, **told))  # fmt: skip
        lines = (agent_line(lead),)
        floor.agent_presence(lead, state="ready", lines=lines, until=until, endpoint="phone", now=now)


def _key(database: Engine) -> str:
    with writing(database) as session:
        return make_key(session, id="0" * 32, secret="s" * 32, name="desk", role="admin", now=datetime.now(UTC))


def _roles(folder: Path, environment: dict[str, str], clocks: int, workers: Mapping[str, str]) -> list[Role]:
    launched = [sys.executable, "-m", "tests.crashes.launcher", str(folder)]
    ours = [Role(name="web", command=[*launched, "web", "web"], environment=environment)]
    for number in range(clocks):
        name = f"clock {number}" if number else "clock"
        ours.append(Role(name=name, command=[*launched, name, "clock"], environment=environment))
    for name, queue in workers.items():
        ours.append(Role(name=name, command=[*launched, name, "worker", "--queue", queue], environment=environment))
    return ours


def _until_they_are_up(redis: Redis, database: Engine, port: int, workers: int) -> None:
    """The clock leads, every worker waits for jobs, and the web server answers."""
    assert listens(port, START_SECONDS)
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        with writing(database) as session:
            leads = session.scalars(select(Lease.holder)).first()
        if leads and int(str(redis.scard("rq:workers"))) >= workers:
            return
        threading.Event().wait(0.1)
    raise AssertionError("the processes do not start")
