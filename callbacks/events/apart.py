"""Work for one subscriber never waits for another's: each has a thread while something is under way to it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger(__name__)

Apart = Callable[[str, Callable[[], None]], None]
"""Does the work under this name, now or beside everything else. Work under a name that is busy is let be."""


def in_turn(name: str, work: Callable[[], None]) -> None:
    """One after the other: for worlds in which time stands still meanwhile."""
    work()


@dataclass(frozen=True)
class OneThreadEach:
    """At most as many threads as there are names."""

    busy: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, name: str, work: Callable[[], None]) -> None:
        with self.lock:
            if name in self.busy:
                return
            self.busy.add(name)
        threading.Thread(target=self._carry_out, args=(name, work), name=f"to-{name}", daemon=True).start()

    def _carry_out(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            log.exception("work_apart_failed", name=name)  # the thread's outermost: told, and due again
        finally:
            with self.lock:
                self.busy.discard(name)
