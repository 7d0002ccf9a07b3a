"""Promises and interruptible tasks: what a leg, a caller or a wait document is made of while it runs.

These are ordinary `async def` coroutines driven by our own kernel instead of asyncio, because simulated time must be
able to stand still, and because a REST request may cut any of them short at any moment.
"""

from collections.abc import Callable, Coroutine, Generator
from inspect import CORO_CLOSED, getcoroutinestate
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Interrupted(BaseException):
    """Thrown into a task that is cut short; `cause` says by what (`hangup`, `redirected`, `stopped`)."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Promise(Generic[T]):
    """A value that arrives once. The first value wins; later ones are ignored."""

    __slots__ = ("_callbacks", "_done", "_value")

    def __init__(self) -> None:
        self._done = False
        self._value: T | None = None
        self._callbacks: list[Callable[[T], object]] = []

    @property
    def done(self) -> bool:
        return self._done

    @property
    def value(self) -> T | None:
        """The value, or None while there is none."""
        return self._value

    def resolve(self, value: T) -> bool:
        """Deliver the value; False if one had been delivered before."""
        if self._done:
            return False
        self._done, self._value = True, value
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback(value)
        return True

    def then(self, callback: Callable[[T], object]) -> None:
        """Call this with the value, now or when it arrives."""
        if self._done:
            callback(self._value)  # type: ignore[arg-type]  # done means the value is a T
        else:
            self._callbacks.append(callback)

    def __await__(self) -> "Generator[Promise[Any], None, T]":
        if not self._done:
            yield self
        return self._value  # type: ignore[return-value]  # done means the value is a T


class Task(Generic[T]):
    """A coroutine being driven by the kernel. `done` resolves when it ends, however it ends (None if interrupted)."""

    def __init__(
        self,
        begin: Callable[[], Coroutine[Promise[Any], None, T]],
        soon: Callable[[Callable[[], object]], object],
    ) -> None:
        self.done: Promise[T | None] = Promise()
        self._begin = begin
        self._coroutine: Coroutine[Promise[Any], None, T] | None = None
        self._soon = soon
        self._running = False
        soon(self._step)

    @property
    def name(self) -> str:
        """Of the function it runs, once it has begun."""
        return getattr(self._coroutine, "__qualname__", "about to begin")

    def interrupt(self, cause: str = "stopped") -> None:
        """Cut the task short now. Its `finally` blocks run at once and must not wait for anything."""
        if self.done.done:
            return
        if self._running:
            self._soon(lambda: self.interrupt(cause))
            return
        if self._coroutine is not None:
            self._throw(self._coroutine, cause)
        self.done.resolve(None)

    def _throw(self, coroutine: Coroutine[Promise[Any], None, T], cause: str) -> None:
        if getcoroutinestate(coroutine) == CORO_CLOSED:
            return  # a kernel nobody knows any more is cleared away with all its coroutines, in any order
        try:
            coroutine.throw(Interrupted(cause))
        except (Interrupted, StopIteration):
            return
        coroutine.close()

    def _step(self) -> None:
        if self.done.done:
            return
        self._coroutine = self._coroutine or self._begin()
        self._running = True
        try:
            promise = self._coroutine.send(None)
        except StopIteration as finished:
            self.done.resolve(finished.value)
        except Interrupted:
            self.done.resolve(None)
        except BaseException:
            self.done.resolve(None)
            raise
        else:
            promise.then(lambda _: self._soon(self._step))
        finally:
            self._running = False


class Signal:
    """Says "something changed" any number of times; each wait is for the next time only."""

    def __init__(self) -> None:
        self._next: Promise[None] = Promise()

    def next(self) -> Promise[None]:
        return self._next

    def fire(self) -> None:
        told, self._next = self._next, Promise()
        told.resolve(None)
