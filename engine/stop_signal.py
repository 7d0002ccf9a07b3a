"""Being told to stop, from a signal handler, another thread or oneself.

Not `threading.Event`: a handler runs in the main thread between any two steps of it, also while that thread holds the
event's own lock, and would then wait for itself for ever.
"""

import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable

ASKED_TO_END = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Set once, for good."""

    def __init__(self) -> None:
        self._heard, self._told = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        self._set = False

    def set(self) -> None:
        if not self._set:
            self._set = True
            os.write(self._told, b"!")

    def is_set(self) -> bool:
        return self._set

    def wait(self, timeout: float | None = None) -> bool:
        """Return when it is set or so many seconds have passed (at once when that moment is over); tells which."""
        if not self._set:
            select.select([self._heard], [], [], None if timeout is None else max(0.0, timeout))
        return self._set

    def on_signals(self) -> None:
        """SIGTERM and Ctrl-C set it. For the main thread only."""
        for number in ASKED_TO_END:
            signal.signal(number, lambda *_: self.set())


class Alarm(StopSignal):
    """Set and cleared again, any number of times."""

    def clear(self) -> None:
        """Whoever sets it meanwhile has it set."""
        self._set = False
        with contextlib.suppress(BlockingIOError):
            os.read(self._heard, 4096)


def when_asked_to_end(act: Callable[[], None]) -> None:
    """`act` is done once, in a thread of its own, whoever handles the signals. For the main thread only."""
    heard, told = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    os.set_blocking(heard, True)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)

    def wait() -> None:
        while not {*os.read(heard, 1)} & {*ASKED_TO_END}:
            pass
        act()

    threading.Thread(target=wait, name="asked-to-end", daemon=True).start()
