"""Processes a test starts, kills and sees the end of."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

SOURCES = Path(__file__).parents[1]


def python(code: str, *arguments: str, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """A Python process of its own, in a session of its own, that we talk with through its pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=SOURCES,
        env=os.environ | (environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def has_ended(pid: int, within: float = 3.0) -> bool:
    """Whether the process is over (reaped or not) before so many seconds have passed."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], within)[0])
    finally:
        os.close(watched)


def listens(port: int, within: float = 15.0) -> bool:
    """Whether somebody accepts connections there before so many seconds have passed."""
    give_up_at = time.monotonic() + within
    while time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        threading.Event().wait(0.02)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
