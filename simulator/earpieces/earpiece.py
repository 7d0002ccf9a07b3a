"""A tab of a browser with a loudspeaker and a microphone, on the line of a telephone in hand or of a browser client."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.lines.leg import Leg

if TYPE_CHECKING:
    from simulator.devices.device import Device
    from simulator.people.handset import Handset

MOST_EARPIECES = 24
MOST_LETTERS = 200
"""Kept for one who does not fetch them; the oldest go."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one tab tells another so that they can speak with each other; the network carries it unread."""

    seq: int
    sender: str
    told: Mapping[str, Any]


@dataclass(kw_only=True, eq=False)
class Earpiece:
    """`owner` is whose line it is on. `seen_at` is when the tab last asked, on the wall; infinite while it waits."""

    id: str
    owner: "Device | Handset"
    seen_at: float
    letters: list[Letter] = field(default_factory=list)
    written: int = 0

    @property
    def leg(self) -> Leg | None:
        """The call it is on, once somebody has picked up."""
        leg = self.owner.line_of_sound
        return None if leg is None or leg.is_over else leg

    def receives(self, sender: str, told: Mapping[str, Any]) -> None:
        self.written += 1
        self.letters.append(Letter(seq=self.written, sender=sender, told=told))
        del self.letters[:-MOST_LETTERS]


@dataclass(kw_only=True, eq=False)
class Earpieces:
    """All tabs with sound. `wall` counts real seconds: it is real people that are waited for, whatever time it is."""

    lock: threading.RLock = field(repr=False)
    wall: Callable[[], float] = time.monotonic
    lent: dict[str, Earpiece] = field(default_factory=dict)
    news: threading.Condition = field(init=False, repr=False)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    def __post_init__(self) -> None:
        self.news = threading.Condition(self.lock)

    def lend(self, owner: "Device | Handset") -> Earpiece:
        """Raises ValueError when there are too many."""
        if len(self.lent) >= MOST_EARPIECES:
            raise ValueError(f"{MOST_EARPIECES} tabs have sound already; close one")
        one = Earpiece(id=f"E{next(self._numbers):05}", owner=owner, seen_at=self.wall())
        self.lent[one.id] = one
        return one

    def named(self, id_: str) -> Earpiece:
        """Raises LookupError."""
        if id_ not in self.lent:
            raise LookupError(f"there is no earpiece {id_}")
        return self.lent[id_]

    def send(self, sender: Earpiece, to: str, told: Mapping[str, Any]) -> None:
        """Raises LookupError."""
        self.named(to).receives(sender.id, told)
        self.news.notify_all()

    def take_back(self, one: Earpiece) -> None:
        self.lent.pop(one.id, None)
        self.news.notify_all()
