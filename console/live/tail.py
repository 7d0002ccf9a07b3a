"""One reader of what changed, for all pages that listen to this process."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.clock import Stop
from console.live.event import Event
from console.live.meaning import events_in
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

WAITED_MS: Final = 2_000
"""How long one question to Redis waits for something to happen."""
AWAY_SECONDS: Final = 0.5
"""Between two questions while Redis does not answer."""
BEHIND: Final = 500
"""Events a page may be behind; then it is let go, and asks anew from where it was."""

Wanted = Callable[[Event], bool]


@dataclass(eq=False)
class Listener:
    """One page. `waits` for what was told since it looked last."""

    wants: Wanted
    told: deque[Event] = field(default_factory=deque)
    news: threading.Condition = field(default_factory=threading.Condition)
    over: bool = False

    def hear(self, events: list[Event]) -> None:
        wanted = [event for event in events if self.wants(event)]
        if not wanted:
            return
        with self.news:
            self.told.extend(wanted)
            self.over = self.over or len(self.told) > BEHIND
            self.news.notify()

    def end(self) -> None:
        with self.news:
            self.over = True
            self.news.notify()

    def rests(self, seconds: float) -> None:
        """More may come meanwhile."""
        with self.news:
            self.news.wait_for(lambda: self.over, timeout=seconds)

    def waits(self, seconds: float) -> list[Event]:
        """What was told by now, at once or as soon as there is something; nothing after so long."""
        with self.news:
            self.news.wait_for(lambda: self.told or self.over, timeout=seconds)
            found = list(self.told)
            self.told.clear()
            return found


@dataclass(eq=False)
class Tail:
    """`board.floor` waits longer for Redis than `WAITED_MS`. Without Redis nobody listens: pages see that they are
    alone, say so, and ask by themselves.
    """

    board: Board
    last: str | None = None
    listeners: set[Listener] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reads(self) -> bool:
        return self.last is not None

    def join(self, listener: Listener) -> None:
        with self.lock:
            self.listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        with self.lock:
            self.listeners.discard(listener)

    def keep_reading(self, stop: Stop) -> None:
        """Until told to stop."""
        while not stop.is_set():
            try:
                self.read(wait_ms=WAITED_MS)
            except FloorUnavailable as trouble:
                self._lost(str(trouble))
                stop.wait(AWAY_SECONDS)
            except Exception:
                log.exception("live_reading_failed")  # the outermost loop of this thread: told, and on
                self._lost("see above")
                stop.wait(AWAY_SECONDS)
        self._let_everybody_go()

    def read(self, *, wait_ms: int | None = None) -> None:
        """What there is, or what comes first. Raises FloorUnavailable."""
        if self.last is None:
            self.last = self.board.floor.told_until()
        told = self.board.floor.told_after(self.last, wait_ms=wait_ms)
        if not told:
            return
        self.last = told[-1].id
        events = events_in(self.board, told)
        with self.lock:
            listeners = list(self.listeners)
        for listener in listeners:
            listener.hear(events)

    def _lost(self, why: str) -> None:
        if self.last is not None:
            log.warning("live_lost_the_floor", why=why)
        self.last = None
        self._let_everybody_go()

    def _let_everybody_go(self) -> None:
        with self.lock:
            listeners, self.listeners = self.listeners, set()
        for listener in listeners:
            listener.end()
