"""The heart of the simulated network: a heap of timed events under one lock."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from simulator.clockwork.clock import Clock, RealClock
from simulator.clockwork.task import Promise, Task

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
NEVER_SECONDS = 1e9
"""Whatever is to happen later than this happens then: no call and no calendar goes that far."""


@dataclass(order=True)
class Timer:
    """Something that will happen at a moment, unless cancelled. Same moment: in the order it was asked for."""

    at: datetime
    order: int
    action: Callable[[], object] = field(compare=False)
    outside: bool = field(compare=False, default=False)
    cancelled: bool = field(compare=False, default=False)

    def cancel(self) -> None:
        self.cancelled = True


class Kernel:
    """Runs what is due, in order, one thing at a time.

    Everything that touches the network's state holds `lock`. Work that talks to the customer's server is done *outside*
    the lock, because that server may call our REST API back while it answers: inline when time is virtual, on `pool`
    when it is real.
    """

    def __init__(self, clock: Clock, pool: ThreadPoolExecutor | None = None) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._pool = pool
        self._heap: list[Timer] = []
        self._order = itertools.count()
        self._tasks: set[Task[Any]] = set()
        self._running = False
        self._asleep = False
        self._asleep_until: datetime | None = None

    @property
    def virtual(self) -> bool:
        return self._pool is None

    def now(self) -> datetime:
        return self.clock()

    def stopwatch(self) -> Callable[[], float]:
        """Started now; says how many seconds have gone by: simulated ones in virtual time, else by the wall clock."""
        if self._pool is not None:
            begun = time.monotonic()
            return lambda: time.monotonic() - begun
        since = self.clock()
        return lambda: (self.clock() - since).total_seconds()

    def at(self, moment: datetime, action: Callable[[], object]) -> Timer:
        return self._add(Timer(moment, next(self._order), action))

    def after(self, seconds: float, action: Callable[[], object]) -> Timer:
        return self.at(self.now() + timedelta(seconds=min(seconds, NEVER_SECONDS)), action)

    def soon(self, action: Callable[[], object]) -> Timer:
        return self.at(self.now(), action)

    def spawn(self, act: Callable[P, Coroutine[Promise[Any], None, T]], *args: P.args, **kwargs: P.kwargs) -> Task[T]:
        """Start a task; it takes its first step when the kernel next runs."""
        task = Task(lambda: act(*args, **kwargs), self.soon)
        self._tasks.add(task)
        task.done.then(lambda _: self._tasks.discard(task))
        return task

    async def sleep(self, seconds: float) -> None:
        await self.wait(Promise(), seconds)

    async def wait(self, promise: Promise[Any], seconds: float | None) -> bool:
        """Wait for a promise, at most so long. True if it was kept in time."""
        if seconds is None:
            await promise
            return True
        settled: Promise[bool] = Promise()
        timer = self.after(seconds, lambda: settled.resolve(False))
        promise.then(lambda _: settled.resolve(True))
        try:
            return await settled
        finally:
            timer.cancel()

    async def outside(self, work: Callable[[], T]) -> T:
        """Do something slow without holding the lock. `work` must not raise and must not touch the network's state."""
        result: Promise[T] = Promise()
        if self._pool is None:
            self._add(Timer(self.now(), next(self._order), lambda: self._settle(result, work()), outside=True))
        else:
            self._pool.submit(lambda: self._go_on(result, work()))
        return await result

    def next_due(self) -> datetime | None:
        """When the next event is due; None when nothing at all is planned."""
        with self.lock:
            while self._heap and self._heap[0].cancelled:
                heapq.heappop(self._heap)
            return self._heap[0].at if self._heap else None

    def run_due(self) -> int:
        """Do everything that is due by now, including what that makes due at once. Returns how many events ran."""
        ran = 0
        try:
            while self._run_next():
                ran += 1
        finally:
            with self.lock:
                self._wake_up()
        return ran

    def _run_next(self) -> bool:
        """Do the next thing that is due; False when there is none. Any thread may: what happens, happens in order."""
        with self.lock:
            timer = self._take_due()
            if timer is None:
                return False
            if not timer.outside:
                self._running = True
                try:
                    timer.action()
                finally:
                    self._running = False
                return True
        timer.action()
        return True

    def clear(self) -> None:
        """Stop everything and forget everything planned."""
        with self._changed:
            for task in list(self._tasks):
                task.interrupt()
            self._tasks.clear()
            for timer in self._heap:
                timer.cancel()
            self._heap.clear()

    def planned(self) -> list[str]:
        """The names of all tasks that go on, and of what is planned for later: for looking at."""
        with self.lock:
            later = [timer.action for timer in sorted(self._heap) if not timer.cancelled]
            return sorted(task.name for task in self._tasks) + [getattr(act, "__qualname__", "?") for act in later]

    def wake(self) -> None:
        """The clock has leapt: whoever sleeps until something is due looks again."""
        with self._changed:
            self._changed.notify_all()

    def wait_for_work(self, longest: float) -> None:
        """Sleep (really) until something is due or new work appears; only for a real clock."""
        with self._changed:
            due = self.next_due()
            pause = longest if due is None else self._real_seconds((due - self.now()).total_seconds())
            if pause > 0:
                self._asleep, self._asleep_until = True, due
                self._changed.wait(min(pause, longest))
                self._asleep = False

    def _real_seconds(self, simulated: float) -> float:
        return self.clock.real_seconds(simulated) if isinstance(self.clock, RealClock) else simulated

    def _go_on(self, promise: Promise[T], value: T) -> None:
        """Deliver what was waited for, and do in this thread what follows from it: no other need be woken for that."""
        try:
            self._settle(promise, value)
            self.run_due()
        except Exception:  # the outermost loop of a thread of the pool
            log.exception("the simulated network stumbled")

    def _wake_up(self) -> None:
        """Wake who sleeps until the next event, if there is an earlier one now. The lock is held."""
        if self._asleep and self._heap and (self._asleep_until is None or self._heap[0].at < self._asleep_until):
            self._changed.notify_all()

    def _settle(self, promise: Promise[T], value: T) -> None:
        with self.lock:
            promise.resolve(value)

    def _add(self, timer: Timer) -> Timer:
        with self._changed:
            heapq.heappush(self._heap, timer)
            if not self._running:
                self._wake_up()
        return timer

    def _take_due(self) -> Timer | None:
        with self.lock:
            due = self.next_due()
            if due is None or due > self.now():
                return None
            return heapq.heappop(self._heap)
