"""The Procfile's lines as they run: they start on an empty folder, answer, and leave nothing behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
import requests

from console.people.account import Account
from console.people.browser_session import begin_session
from engine.embedded_valkey import EmbeddedValkey, answers
from records.database import open_database, writing
from tests.processes import free_port, has_ended, kill, listens

ROOT = Path(__file__).parents[2]
LINES = ("web", "live", "worker", "clock")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A demo of its own, which needs no setting but where it lives."""
    ports = {name: str(free_port()) for name in ("PORT", "SAHIP_LIVE_PORT", "SAHIP_SIMULATOR_PORT")}
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | ports | {"SAHIP_MODE": "demo", "SAHIP_VAR": str(tmp_path / "var")}


@pytest.fixture
def house(environment: dict[str, str]) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """Every line of the Procfile, running."""
    sahip = [sys.executable, "-P", "-m", "engine.cli"]
    subprocess.run([*sahip, "db", "upgrade"], env=environment, check=True, capture_output=True)
    running = {
        line: subprocess.Popen([*sahip, line], env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        for line in LINES
    }
    yield running
    for process in running.values():
        process.kill()
        process.wait()


def test_the_procfile_starts_what_we_have():
    lines = dict(line.split(": ") for line in (ROOT / "Procfile").read_text().splitlines())
    assert lines == {"release": "sahip db upgrade"} | {line: f"sahip {line}" for line in LINES}


def test_the_house_answers_and_is_gone_when_asked_to_go(house, environment):
    assert listens(int(environment["PORT"]), within=40)
    assert listens(int(environment["SAHIP_LIVE_PORT"]), within=40)
    ready = requests.get(f"http://127.0.0.1:{environment['PORT']}/readyz", timeout=10)
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    stream = _open_floor(environment)
    everything = _everything_of(house)
    for process in house.values():
        process.terminate()
    first, *_ = stream.iter_lines()
    assert first.startswith(b"retry: "), "whoever listens is let go, and told when to come back"
    assert [process.wait(25) for process in house.values()] == [0, 0, 0, 0]
    assert all(has_ended(pid) for pid in everything)


def _open_floor(environment: dict[str, str]) -> requests.Response:
    """A page that listens, and would for hours."""
    database, now = open_database(f"sqlite:///{environment['SAHIP_VAR']}/sahip.sqlite"), datetime.now(UTC)
    with writing(database) as session:
        lead = Account(id="lead", login="lead", name="Lead", role="lead", language="tr", made_at=now)
        session.add(lead)
        begin_session(session, lead, "a-token", now=now)
    database.dispose()
    address = f"http://127.0.0.1:{environment['SAHIP_LIVE_PORT']}/live/floor"
    stream = requests.get(address, cookies={"sahip": "a-token"}, stream=True, timeout=25)
    assert stream.status_code == 200
    return stream


def test_the_house_is_gone_when_all_of_it_is_killed(house, environment):
    assert listens(int(environment["PORT"]), within=40)
    everything = _everything_of(house)
    for process in house.values():
        kill(process.pid)
    assert all(has_ended(pid, within=10) for pid in everything)
    assert not listens(int(environment["PORT"]), within=0.1)
    assert not answers(EmbeddedValkey(folder=Path(environment["SAHIP_VAR"]) / "valkey"))


def _everything_of(house: dict[str, "subprocess.Popen[bytes]"]) -> list[int]:
    """The processes, their children and the embedded Valkey's."""
    ours = [psutil.Process(process.pid) for process in house.values()]
    return [process.pid for parent in ours for process in (parent, *parent.children(recursive=True))]
