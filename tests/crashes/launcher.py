"""Starts one of our processes so that it can be killed between two statements: `python -m tests.crashes.launcher`.

Each step of a dial or a transfer is the moment before or after a function of the product. When a process comes by a
step somebody has armed, whoever was named is killed there, or what was named is lost there, once. The product knows
nothing of it.
"""

import functools
import importlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis import Redis
from urllib3.connection import HTTPConnection

WRAPPED = (
    ("callbacks.dialler.due.follow_the_promise", "due.row_locked", ""),
    ("callbacks.dialler.due.put_in_line", "due.committed", ""),
    ("callbacks.dialler.in_line.caller_waits", "due.told", "due.on_floor"),
    ("callbacks.ringing.begin", "", "ring.intent_written"),
    ("callbacks.ringing._intent", "", "ring.intent"),
    ("callbacks.dialler.customer_leg.may_call", "dial.row_locked", ""),
    ("callbacks.dialler.customer_leg._begun", "", "dial.intent_written"),
    ("callbacks.dialler.customer_leg._intent", "", "dial.intent"),
    ("callbacks.placing.claim", "", "*.claim_written"),
    ("callbacks.placing._created", "*.before_post", "*.replied"),
    ("callbacks.ringing.placed", "", "ring.sid_written"),
    ("callbacks.dialler.customer_leg.placed", "", "dial.sid_written"),
)
"""A function, the step before it and the step after it; a star stands for the job at hand."""
OF_THE_CLOCK = (
    ("routing.floor.Floor.set_new_deadlines", "clock.found", "clock.deadlines_set"),
    ("callbacks.deadlines.ask_for", "clock.deadline_taken", ""),
    ("callbacks.jobs.RqJobs.due", "clock.to_be_asked", "clock.asked"),
)

Told = Callable[..., str]
"""The name of a step, out of what the function was called with."""
OF_TRANSFERS: tuple[tuple[str, str | Told, str | Told], ...] = (
    ("escalations.transfer.looking.see", lambda board, transfer: f"{transfer.state}.looked_at", ""),
    ("escalations.transfer.looking.moves", lambda board, known, seen, step: f"{step.state}.decided",
     lambda board, known, seen, step: f"{step.state}.written"),
    ("escalations.transfer.looking.floor_follows", "", lambda board, known, seen: f"{known.state}.on_floor"),
    ("escalations.transfer.acting._do", lambda board, known, room, act: f"{known.state}.{act.what}",
     lambda board, known, room, act: f"{known.state}.{act.what}_done"),
)  # fmt: skip
"""A state is the one it is in or goes into."""
OF_THE_WEB = (
    ("console.api.escalations.decide", "web.asks", "web.asked"),
    ("console.api.transfers.wish", "web.wishes", "web.wished"),
    ("ivr.webhooks.customer_is_on_hold", "web.customer", "web.customer_told"),
    ("ivr.webhooks.agent_presses_a_key", "web.accepts", "web.accepted"),
    ("ivr.webhooks.room_changes", "web.room", "web.room_told"),
)


@dataclass
class Steps:
    """Where this process is, and what happens there."""

    folder: Path
    job: str = ""

    def reached(self, step: str) -> None:
        name = step.replace("*", self.job)
        if not name:
            return
        try:
            (self.folder / "armed" / name).rename(self.folder / "fired" / name)
        except OSError:
            return
        what = json.loads((self.folder / "fired" / name).read_text())
        (self.folder / "when").write_text(str(time.monotonic()))
        self._breaks(what)

    def _breaks(self, what: dict[str, Any]) -> None:
        if what["broken"] == "frozen":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif what["broken"] == "lost":
            shutil.rmtree(Path(os.environ["REDIS_URL"].removeprefix("unix://")).parent / "appendonlydir")
            os.kill(self.pid("redis"), signal.SIGKILL)
        elif what["broken"] in ("jobs", "emptied"):
            store = Redis.from_url(os.environ["REDIS_URL"])
            keys = store.keys("rq:*" if what["broken"] == "jobs" else "*")
            _ = keys and store.delete(*keys)
        else:
            mine = what["broken"] == "worker"
            os.kill(os.getpid() if mine else self.pid(what["broken"]), signal.SIGKILL)

    def pid(self, role: str) -> int:
        return int((self.folder / "pids" / role).read_text())


def between(steps: Steps, wrapped: Callable[..., Any], before: str | Told, after: str | Told) -> Callable[..., Any]:
    @functools.wraps(wrapped)
    def around(*args: Any, **named: Any) -> Any:
        steps.reached(before if isinstance(before, str) else before(*args))
        came = wrapped(*args, **named)
        steps.reached(after if isinstance(after, str) else after(*args))
        return came

    return around


def wrap(steps: Steps, name: str, before: str | Told, after: str | Told) -> None:
    owner, attribute = owner_of(name)
    setattr(owner, attribute, between(steps, getattr(owner, attribute), before, after))


def owner_of(name: str) -> tuple[Any, str]:
    """The module or class a dotted name's last part belongs to."""
    owner, _, attribute = name.rpartition(".")
    try:
        return importlib.import_module(owner), attribute
    except ModuleNotFoundError:
        module, _, group = owner.rpartition(".")
        return getattr(importlib.import_module(module), group), attribute


def wrap_jobs(steps: Steps) -> None:
    """A job begins, and is over before RQ is told so."""
    import callbacks.worker as worker

    carry_out = worker.carry_out

    def around(board: Any, name: str, subject: str) -> None:
        steps.job = name
        steps.reached(f"{name}.start")
        carry_out(board, name, subject)
        steps.reached(f"{name}.before_ack")

    worker.carry_out = around


def wrap_the_wire(steps: Steps) -> None:
    """A request to make a call has left, and its answer is not read."""
    created, answer = importlib.import_module("callbacks.placing"), HTTPConnection.getresponse
    make, under_way = created._created, [False]

    def making(*args: Any) -> Any:
        under_way[0] = True
        try:
            return make(*args)
        finally:
            under_way[0] = False

    def reading(self: HTTPConnection) -> Any:
        if under_way[0]:
            steps.reached("*.posted")
        return answer(self)

    created._created = making  # type: ignore[attr-defined]
    HTTPConnection.getresponse = reading  # type: ignore[method-assign]


def wrap_the_claim(steps: Steps) -> None:
    """A claim is committed, and nobody has looked yet how old it is."""
    placing = importlib.import_module("callbacks.placing")
    claim, writing, claimed = placing.claim, placing.writing, [False]

    def claims(*args: Any, **named: Any) -> Any:
        claimed[0] = True
        return claim(*args, **named)

    @contextmanager
    def writes(database: Any) -> Iterator[Any]:
        with writing(database) as session:
            yield session
        if claimed[0]:
            claimed[0] = False
            steps.reached("*.claimed")

    placing.claim, placing.writing = claims, writes  # type: ignore[attr-defined]


def main() -> None:
    folder, role, *arguments = Path(sys.argv[1]), *sys.argv[2:]
    (folder / "pids" / role).write_text(str(os.getpid()))
    steps = Steps(folder)
    if role.startswith("clock"):
        for each in OF_THE_CLOCK:
            wrap(steps, *each)
    elif role == "web":
        for of_the_web in OF_THE_WEB:
            wrap(steps, *of_the_web)
    else:
        wrap_jobs(steps)
        wrap_the_wire(steps)
        wrap_the_claim(steps)
        for ours in (*WRAPPED, *OF_TRANSFERS):
            wrap(steps, *ours)
    sys.argv = ["sahip", *arguments]
    from engine.cli import main as sahip

    sahip()


if __name__ == "__main__":
    main()
