"""A child that is a fork of us: what we have read it need not read again, and it is at work in a tenth of the time.

For a process without threads of its own: whatever a thread held at that moment would stay held.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import Final

from engine.parent_death import die_with_parent

STOPS: Final = (signal.SIGTERM, signal.SIGINT)
LOOK_SECONDS: Final = 0.02


class Forked:
    """What a supervisor asks of a child; `returncode` as `subprocess` tells it: negative for a signal."""

    def __init__(self, act: Callable[[], None]) -> None:
        us = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # one that comes meanwhile is heard once somebody can act on it
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _be_the_child(us, act)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            with contextlib.suppress(InterruptedError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        give_up_at = time.monotonic() + timeout if timeout is not None else None
        while (code := self.poll()) is None:
            if give_up_at is not None and time.monotonic() >= give_up_at:
                raise subprocess.TimeoutExpired(f"fork {self.pid}", timeout or 0.0)
            time.sleep(LOOK_SECONDS)
        return code


def _be_the_child(parent: int, act: Callable[[], None]) -> None:
    """Never returns: what the parent would do next is not ours."""
    status = 1
    try:
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        os.setsid()
        die_with_parent()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if os.getppid() == parent:
            act()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  told here, as nobody is left whom it could reach
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
