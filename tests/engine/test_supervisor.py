"""Children come back, and go with us, however we go."""

import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from engine.forked import Forked
from engine.supervisor import Role, Supervisor
from tests.processes import has_ended, kill, python

A_SUPERVISOR = """
import sys
from engine.supervisor import Role, Supervisor, stopped_by_signals
child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
roles = [Role(name=name, command=[sys.executable, "-c", child]) for name in ("web", "worker")]
supervisor = Supervisor(roles, output=sys.stdout)
with stopped_by_signals(supervisor):
    supervisor.run()
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
time.sleep(60)
"""


class Lines:
    """What children printed, to be waited for."""

    def __init__(self) -> None:
        self._text, self._changed = "", threading.Condition()

    def write(self, text: str) -> int:
        with self._changed:
            self._text += text
            self._changed.notify_all()
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def seen(self, enough: Callable[[list[str]], bool], within: float = 20.0) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: enough(self._text.splitlines()), within), self._text
            return self._text.splitlines()


@pytest.fixture
def running():
    """Runs supervisors on threads of their own and stops them after the test."""
    started = []

    def run(*roles: Role, patience: float = 5.0) -> tuple[Supervisor, Lines, threading.Thread]:
        lines = Lines()
        supervisor = Supervisor(roles, output=lines, patience=patience)  # type: ignore[arg-type]
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        started.append((supervisor, thread))
        return supervisor, lines, thread

    yield run
    for supervisor, thread in started:
        supervisor.stop()
        thread.join(10)
        assert not thread.is_alive()


def test_a_child_that_dies_is_started_again_later_each_time(running):
    role = Role(name="web", command=[sys.executable, "-c", "import time; print(time.monotonic())"])
    _, lines, _ = running(role)
    starts = [float(line.split("|")[1]) for line in lines.seen(lambda lines: len(lines) >= 4)[:4]]
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses[0] >= 0.25
    assert pauses[1] >= 0.5
    assert pauses[2] >= 1.0


def test_every_line_carries_the_name_of_its_child(running):
    roles = [Role(name=name, command=[sys.executable, "-c", f"print('{name} speaks')"]) for name in ("web", "worker")]
    _, lines, _ = running(*roles)
    assert {"web    | web speaks", "worker | worker speaks"} <= set(lines.seen(lambda lines: len(set(lines)) >= 2))


def test_a_child_gets_the_environment_of_its_role(running):
    command = [sys.executable, "-c", "import os; print(os.environ['PORT'])"]
    _, lines, _ = running(Role(name="web", command=command, environment={"PORT": "4999"}))
    assert lines.seen(lambda lines: len(lines) >= 1)[0] == "web | 4999"


def test_a_child_that_does_not_listen_is_killed_when_patience_ends(running):
    supervisor, lines, thread = running(Role(name="web", command=[sys.executable, "-c", STUBBORN]), patience=0.2)
    lines.seen(lambda lines: lines != [])
    supervisor.stop()
    thread.join(5)
    assert not thread.is_alive()


@pytest.fixture
def supervisor():
    process = python(A_SUPERVISOR)
    assert process.stdout
    children = [int(process.stdout.readline().split("|")[1]) for _ in range(2)]
    with process:
        yield process, children
        process.kill()


def test_a_supervisor_asked_to_stop_takes_its_children_along(supervisor):
    process, children = supervisor
    process.terminate()
    assert process.wait(5) == 0
    assert all(has_ended(child, within=0) for child in children)


def test_a_killed_supervisor_leaves_no_child_behind(supervisor):
    process, children = supervisor
    kill(process.pid)
    assert all(has_ended(child) for child in children)


def test_a_command_that_does_not_exist_does_not_end_the_others(running, tmp_path: Path):
    missing = Role(name="live", command=[str(tmp_path / "no-such-command")])
    _, lines, _ = running(missing, Role(name="web", command=[sys.executable, "-c", "print('up')"]))
    assert "web  | up" in lines.seen(lambda lines: "web  | up" in lines)


FORKS = """
import os, sys, time
from engine.supervisor import Role, Supervisor, stopped_by_signals
def tells():
    print(os.getpid(), flush=True)
    time.sleep(60)
supervisor = Supervisor([Role(name=name, act=tells) for name in ("ring", "legs")])
with stopped_by_signals(supervisor):
    supervisor.run()
"""


@pytest.fixture
def forking():
    process = python(FORKS)
    assert process.stdout
    with process:
        yield process, [int(process.stdout.readline()) for _ in range(2)]
        process.kill()


def test_a_fork_that_is_killed_is_made_again_and_all_of_them_end_with_their_parent(forking):
    process, children = forking
    kill(children[0])
    again = next(int(line) for line in process.stdout if line.strip().isdigit())
    assert again not in children
    process.terminate()
    assert process.wait(5) == 0
    assert all(has_ended(child, within=0) for child in (*children, again))


def test_a_killed_parent_leaves_no_fork_behind(forking):
    process, children = forking
    kill(process.pid)
    assert all(has_ended(child) for child in children)


@pytest.mark.parametrize(("act", "status"), [(lambda: None, 0), (lambda: sys.exit(3), 3), (lambda: 1 / 0, 1)])
def test_how_a_fork_ended_is_told_as_of_any_process(act: Callable[[], None], status: int):
    assert Forked(act).wait(10) == status
