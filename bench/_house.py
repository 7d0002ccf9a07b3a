"""The engine as in production, on stores of its own: real web processes, real settings, an embedded Valkey, SQLite."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from redis import Redis

from callbacks.membership import lines_on
from engine.embedded_valkey import using_embedded_valkey
from engine.policy_file import read_policy
from records.database import open_database, reading, writing
from records.migrations import upgrade
from routing.floor import Floor
from staff.agent import Agent, agents

PUBLIC = "https://calls.example.com"
ACCOUNT = "AC" + "b" * 32
TOKEN = "a-token-of-the-bench"
SOURCES = Path(__file__).parents[1]
START_SECONDS = 90
STRAIGHT = "+908502229999"
"""The number whose flow leads straight into a queue."""
QUEUE = "bench"
SKILL = "support"

FLOW = """
flow: straight
language: tr
start: queue
person: queue
nodes:
  queue:
    agent: {queue: bench}
"""
POLICY_QUEUE = """
  bench:
    rings:
      - {after_seconds: 0, skills: "support >= 60"}
"""


@dataclass(frozen=True, kw_only=True)
class House:
    """What a bench may reach: the stores, and the settings every process of ours is started with."""

    folder: Path
    environment: Mapping[str, str]
    redis: Redis
    floor: Floor

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    def web(self) -> AbstractContextManager["Served"]:
        """`sahip web`, as the Procfile starts it."""
        return self.running("-m", "engine.cli", "web")

    @property
    def redis_socket(self) -> str:
        return self.environment["REDIS_URL"].removeprefix("unix://")

    def store_cpu(self) -> float:
        """Seconds of processor time Redis has had."""
        told: Any = self.redis.info("cpu")
        return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])

    @contextmanager
    def running(self, *arguments: str) -> Iterator["Served"]:
        """A server of ours until the end of the block."""
        port, log = free_port(), self.folder / f"{arguments[-1]}.log"
        with log.open("ab") as told, self.started(*arguments, log=told, PORT=str(port)) as process:
            wait_for(port)
            yield Served(port=port, process=process)

    @contextmanager
    def started(self, *arguments: str, log: Any = subprocess.DEVNULL, **more: str) -> Iterator[psutil.Process]:
        """A process of ours that is asked to end with the block."""
        command = [sys.executable, *arguments]
        environment = {**self.environment, **more}
        with subprocess.Popen(command, cwd=SOURCES, env=environment, stdout=log, stderr=log) as process:
            try:
                yield psutil.Process(process.pid)
            finally:
                process.terminate()


@dataclass(frozen=True, kw_only=True)
class Served:
    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of processor time it and its workers have had."""
        times = [one.cpu_times() for one in (self.process, *self.process.children(recursive=True))]
        return sum(each.user + each.system for each in times)


@contextmanager
def house(*, agents: int = 0, wrap_up_seconds: int = 60) -> Iterator[House]:
    """An empty centre with one queue and so many agents in it, none of them at work yet."""
    with tempfile.TemporaryDirectory(prefix="bench", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with using_embedded_valkey(folder / "valkey") as server:
            redis = Redis.from_url(server.url, decode_responses=True)
            floor = Floor(redis, site="main", new_id=lambda: uuid.uuid4().hex)
            write_centre(folder / "centre", wrap_up_seconds)
            environment = {**os.environ, **settings(folder, server.url), "PYTHONPATH": str(SOURCES)}
            one = House(folder=folder, environment=environment, redis=redis, floor=floor)
            upgrade(one.database_url)
            hire(one.database_url, agents)
            open_floor(floor)
            yield one


def settings(folder: Path, redis_url: str) -> dict[str, str]:
    return {
        "SAHIP_MODE": "production",
        "SAHIP_HOST": "127.0.0.1",
        "SAHIP_PUBLIC_URL": PUBLIC,
        "SAHIP_SECRET_KEY": "a-secret-of-the-bench",
        "SAHIP_VAR": str(folder),
        "SAHIP_CENTRE": str(folder / "centre"),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{folder / 'sahip.sqlite'}",
        "REDIS_URL": redis_url,
    }


def write_centre(folder: Path, wrap_up_seconds: int) -> None:
    """The centre that ships, with one more number, flow and queue; nobody writes up what it was, and pauses end."""
    shutil.copytree(SOURCES / "centre", folder)
    (folder / "flows" / "straight.yaml").write_text(FLOW, encoding="utf-8")
    numbers = folder / "numbers.yaml"
    numbers.write_text(f'{numbers.read_text(encoding="utf-8")}\n"{STRAIGHT}": straight\n', encoding="utf-8")
    policy = folder / "policy.yaml"
    text = policy.read_text(encoding="utf-8").replace("\nqueues:\n", f"\nqueues:{POLICY_QUEUE}", 1)
    text = text.replace("wrap_up_seconds: 60", f"wrap_up_seconds: {wrap_up_seconds}", 1)
    text = text.replace("wrap_up_gate: browser", "wrap_up_gate: none", 1)
    policy.write_text(text, encoding="utf-8")


def hire(database_url: str, number: int) -> None:
    database = open_database(database_url)
    with writing(database) as session:
        session.add_all(staff(number))
    database.dispose()


def staff(number: int) -> Iterator[Agent]:
    known = {"endpoint": "browser", "skills": {SKILL: 80}, "languages": ["tr"]}
    return (Agent(id=agent_id(n), name=f"Agent {n}", phone=f"+90555{n:07}", **known) for n in range(number))


def lines_of_staff(one: House, numbers: range) -> Mapping[str, tuple[str, ...]]:
    """The lines of these agents, as signing in finds them."""
    policy, database = read_policy(one.folder / "centre" / "policy.yaml"), open_database(one.database_url)
    wanted = {agent_id(number) for number in numbers}
    with reading(database) as session:
        people = [agent for agent in agents(session) if agent.id in wanted]
        return lines_on(session, people, day=datetime.now(UTC).date(), policy=policy, narrowings=frozenset())


def agent_id(number: int) -> str:
    return f"a{number}"


def open_floor(floor: Floor) -> None:
    now = datetime.now(UTC)
    floor.begin_epoch(1, now=now)
    floor.finish_rebuild(now=now)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until something answers there."""
    for _ in range(START_SECONDS * 20):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            subprocess.run(["sleep", "0.05"], check=True)
    raise SystemExit("the server under measurement does not start")
