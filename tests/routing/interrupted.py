"""A flow of several steps on the floor, into which something else falls between two of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from routing.floor import Floor
from routing.policy import Policy
from routing.reservation import Reservation
from routing.switchboard import Switchboard


class InterruptedFloor:
    """The floor as the flow sees it. Before its step number `at` (from 1) the interruption happens, on the real one."""

    def __init__(self, floor: Floor, *, at: int, interrupt: Callable[[], None]) -> None:
        self._floor, self._at, self._interrupt = floor, at, interrupt
        self.steps = 0

    @property
    def was_interrupted(self) -> bool:
        return self.steps >= self._at

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._floor, name)

        def step(*args: Any, **facts: Any) -> Any:
            self.steps += 1
            if self.steps == self._at:
                self._interrupt()
            return method(*args, **facts)

        return step


@dataclass
class NotedJobs:
    """Jobs as orders on paper."""

    rung: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def ring(self, offers: Iterable[Reservation]) -> None:
        self.rung += [offer.id for offer in offers]

    def cancel(self, cancels: Iterable[Reservation]) -> None:
        self.cancelled += [each.id for each in cancels]

    def __getattr__(self, name: str) -> Callable[[str], None]:
        return lambda subject: None


def switchboard(floor: InterruptedFloor, jobs: NotedJobs, policy: Policy, now: datetime) -> Switchboard:
    return Switchboard(floor=cast(Any, floor), jobs=cast(Any, jobs), clock=lambda: now, policy=policy)
