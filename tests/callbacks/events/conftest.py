"""A board whose subscribers are real servers on this machine, and whose time moves when a test says so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from callbacks.board import Board
from callbacks.events.delivering import deliver, hand_over_events
from callbacks.outside.exchange import Exchange
from callbacks.outside.outside import Outside
from callbacks.outside.reach import ThisMachineOnly
from records.database import writing
from records.event_subscription import EventSubscription
from records.outgoing_event import announce
from tests.callbacks.events.subscriber import Receiver, receiving
from tests.conftest import SettableClock
from tests.console.conftest import board, care, policy  # noqa: F401  # fixtures


@dataclass
class Telling:
    """Jobs are carried out in their turn."""

    voice: Board
    clock: SettableClock
    handed: list[str] = field(default_factory=list)

    def deliver(self, subscription: str) -> None:
        self.handed.append(subscription)

    def settle(self) -> None:
        hand_over_events(self.voice)
        while self.handed:
            deliver(self.voice, self.handed.pop())

    def advance(self, seconds: float) -> None:
        """The clock looks every two seconds."""
        for _ in range(round(seconds / 2)):
            self.settle()
            self.clock.advance(2)
        self.settle()

    def leap(self, **time: float) -> None:
        self.clock.now += timedelta(**time)
        self.settle()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def telling(board: Board, clock: SettableClock) -> Telling:  # noqa: F811
    telling = Telling(board, clock)
    outside = Outside(subscribers=Exchange(hosts=ThisMachineOnly()))
    telling.voice = replace(board, jobs=telling, outside=outside)  # type: ignore[arg-type]
    return telling


@pytest.fixture
def subscribed(telling: Telling) -> Callable[..., None]:
    """Somebody wants to be told."""

    def subscribe(id: str, url: str, kinds: tuple[str, ...] = ("*",), contact: str | None = "ayse") -> None:
        now = telling.clock()
        with writing(telling.voice.database) as session:
            session.add(EventSubscription(id=id, name=id, url=url, kinds=list(kinds), contact_id=contact,
                                          state_since=now, made_by="key:1", made_at=now))  # fmt: skip

    return subscribe


@pytest.fixture
def happens(telling: Telling) -> Callable[..., None]:
    """Something happens to these cases."""

    def happen(*cases: str, kind: str = "case.opened") -> None:
        for case in cases:
            with writing(telling.voice.database) as session:
                announce(session, kind, f"case:{case}", {"case": case}, now=telling.clock())

    return happen
