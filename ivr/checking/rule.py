"""A rule: what it finds, and how bad that is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ivr.checking.finding import Fault, Level
from ivr.checking.subject import Subject


@dataclass(frozen=True)
class Rule:
    """`finds` yields every fault of its kind; its name is what findings and sentences are called by."""

    level: Level
    finds: Callable[[Subject], Iterable[Fault]]

    @property
    def name(self) -> str:
        return self.finds.__name__
