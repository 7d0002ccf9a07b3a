"""Moments between the network and the customer's server at which a tester may step in.

Their names: `before webhook /voice/inbound`, `after webhook …`, `before callback answered`, `after callback …`,
`before rest POST /Calls`, `after rest …`. "After" is when it has been handled and the answer is not yet on its way.
`*` stands for anything: `after rest POST /Calls/*`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

LONGEST_HOLD_SECONDS = 120.0
"""A forgotten hold lets go by itself."""
LONGEST_WATCH_SECONDS = 30.0
WHEN = ("before", "after")
WHAT = ("webhook", "callback", "rest")


class Killed(BaseException):
    """Raise it at a point: the customer's process is dead from this moment on, and whoever waits for it gets nothing.

    A BaseException, so that no handler of the application mistakes it for a fault of its own.
    """


@dataclass(kw_only=True, eq=False)
class Watch:
    """Somebody wants this to be done at the `nth` time that point is reached, once."""

    name: str
    nth: int
    action: Callable[[], object]
    seen: int = 0
    done: bool = False


@dataclass(kw_only=True, eq=False)
class Hold:
    """An exchange that will be, or is, frozen at a point."""

    id: str
    point: str
    nth: int
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def freeze(self) -> None:
        self.reached.set()
        self.released.wait(LONGEST_HOLD_SECONDS)
        self.released.set()

    def as_json(self) -> dict[str, object]:
        told = {"id": self.id, "point": self.point, "nth": self.nth}
        return {**told, "reached": self.reached.is_set(), "released": self.released.is_set()}


class Points:
    """Who watches for which point. Safe from any thread; never asked for while the network's lock is held."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: list[Watch] = []
        self._holds: dict[str, Hold] = {}
        self._numbers = 0

    def at(self, name: str, action: Callable[[], object], nth: int = 1) -> Watch:
        """Do something the nth time this point is reached. Raises ValueError for what is not a point."""
        _check(name, nth)
        watch = Watch(name=name, nth=nth, action=action)
        with self._lock:
            self._watches.append(watch)
        return watch

    def hold(self, name: str, nth: int = 1) -> Hold:
        """Freeze the exchange that reaches this point for the nth time, until it is let go."""
        _check(name, nth)
        with self._lock:
            self._numbers += 1
            hold = Hold(id=str(self._numbers), point=name, nth=nth)
            self._holds[hold.id] = hold
        self.at(name, hold.freeze, nth)
        return hold

    def find(self, id_: str) -> Hold | None:
        with self._lock:
            return self._holds.get(id_)

    def holds(self) -> list[Hold]:
        with self._lock:
            return list(self._holds.values())

    def let_go(self, hold: Hold) -> None:
        """Let it go on; if it was never reached, it will not be frozen any more."""
        with self._lock:
            self._holds.pop(hold.id, None)
            self._watches = [watch for watch in self._watches if watch.action != hold.freeze]
        hold.released.set()

    def clear(self) -> None:
        for hold in self.holds():
            self.let_go(hold)
        with self._lock:
            self._watches.clear()

    @property
    def watched(self) -> bool:
        return bool(self._watches)

    def reach(self, name: str) -> None:
        """The network is at this point now. What a watcher raises goes through."""
        if not self._watches:
            return
        with self._lock:
            due = [watch for watch in self._watches if not watch.done and fnmatchcase(name, watch.name)]
            for watch in due:
                watch.seen += 1
            struck = [watch for watch in due if watch.seen == watch.nth]
            for watch in struck:
                watch.done = True
        for watch in struck:
            watch.action()


def _check(name: str, nth: int) -> None:
    words = name.split(" ")
    if len(words) < 3 or words[0] not in WHEN or words[1] not in WHAT or (words[1] == "rest" and len(words) != 4):
        raise ValueError(
            f"{name!r} is not a point; those are like `before webhook /voice/inbound`, `after callback answered` "
            "or `before rest POST /Calls`"
        )
    if isinstance(nth, bool) or not isinstance(nth, int) or nth < 1:
        raise ValueError(f"nth must be a whole number from 1, not {nth!r}")
