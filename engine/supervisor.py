"""Starts several of our processes as one: for the demo, for development, for a single machine without systemd.

A child that ends is started again, a little later each time it did not last. When we are asked to stop, so are they;
when we are killed, the kernel ends them.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

import structlog

from engine.forked import Forked
from engine.parent_death import dying_with_us
from engine.stop_signal import StopSignal

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 30.0
"""A child that lasted this long has recovered: its next pause is the first again."""
PATIENCE_SECONDS = 30.0
"""Between asking a child to end and killing it: longer than Twilio waits for a webhook's answer (15 s)."""
LOOK_SECONDS = 0.05

log = structlog.get_logger("supervisor")


@dataclass(frozen=True, kw_only=True)
class Role:
    """One of our processes, and how it is started: by a command, or as a fork of us that does `act` and ends."""

    name: str
    command: Sequence[str] = ()
    act: Callable[[], None] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Child:
    """A role while it runs, or between two runs."""

    role: Role
    process: subprocess.Popen[str] | Forked | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS


class Supervisor:
    """Keeps its children running until `stop` is called, from a signal or from another thread.

    With an output, every line of a child goes there with the child's name before it; without, and where a child is a
    fork, they share ours.
    """

    def __init__(
        self, roles: Sequence[Role], *, output: IO[str] | None = None, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._children = [Child(role=role) for role in roles]
        self._width = max(len(role.name) for role in roles)
        self._output, self._patience = output, patience
        self._writing = threading.Lock()
        self._stopping = StopSignal()

    def run(self) -> None:
        """Return when every child has ended after `stop`. Children live no longer than the thread that runs this."""
        try:
            while not self._stopping.is_set():
                self._look_after_children()
                self._stopping.wait(LOOK_SECONDS)
        finally:
            self._end_children()

    def stop(self) -> None:
        self._stopping.set()

    def _look_after_children(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.process and child.process.poll() is not None:
                _plan_next_start(child, now)
            if child.process is None and now >= child.start_again_at:
                self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        child.started_at = now
        if child.role.act is not None:
            child.process = Forked(child.role.act)
            return
        started = child.process = subprocess.Popen(
            dying_with_us(child.role.command),
            env=os.environ | dict(child.role.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if self._output else None,
            stderr=subprocess.STDOUT if self._output else None,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        if self._output:
            threading.Thread(target=self._pass_on, args=(child.role.name, started), daemon=True).start()

    def _pass_on(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            with self._writing:
                print(f"{name:<{self._width}} | {line.rstrip()}", file=self._output, flush=True)
        process.stdout.close()

    def _end_children(self) -> None:
        running = [child.process for child in self._children if child.process]
        for process in running:
            process.terminate()
        give_up_at = time.monotonic() + self._patience
        for process in running:
            _see_the_end_of(process, max(0.0, give_up_at - time.monotonic()))


@contextmanager
def stopped_by_signals(supervisor: Supervisor) -> Iterator[None]:
    """SIGTERM and Ctrl-C stop the supervisor in good order. For the main thread only."""
    ours = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: supervisor.stop()) for number in ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _plan_next_start(child: Child, now: float) -> None:
    if now - child.started_at >= STEADY_SECONDS:
        child.pause = FIRST_PAUSE_SECONDS
    status = child.process.returncode if child.process else None
    log.warning("process ended", process=child.role.name, status=status, starts_again_in=child.pause)
    child.process, child.start_again_at = None, now + child.pause
    child.pause = min(child.pause * 2, LONGEST_PAUSE_SECONDS)


def _see_the_end_of(process: subprocess.Popen[str] | Forked, patience: float) -> None:
    """Wait; then kill it and all it started, which share its session."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
