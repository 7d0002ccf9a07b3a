"""A way through flows, and how far it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, kw_only=True)
class Step:
    """At this node the caller went on by this label; empty where there was no choice of ways."""

    flow: str
    node: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.node} ({self.label})" if self.label not in ("", "next") else self.node


@dataclass(frozen=True)
class Trail:
    """Steps, the first one in hand; a whole way may stand as one of them, so that joining two costs nothing."""

    first: Union[Step, "Trail"]
    rest: "Trail | None" = None

    def steps(self) -> Iterator[Step]:
        ahead: list[Step | Trail] = [self]
        while ahead:
            here = ahead.pop()
            if isinstance(here, Step):
                yield here
                continue
            if here.rest is not None:
                ahead.append(here.rest)
            ahead.append(here.first)

    def __str__(self) -> str:
        return " → ".join(str(step) for step in self.steps())


@dataclass(frozen=True, kw_only=True)
class Far:
    """So far (seconds, keys or menus), by this trail."""

    amount: float
    trail: Trail

    def behind(self, before: "Far") -> "Far":
        """The same with a way in front of it."""
        return Far(amount=self.amount + before.amount, trail=Trail(before.trail, self.trail))


def farthest(ways: Iterable[Far]) -> Far | None:
    return max(ways, key=lambda way: way.amount, default=None)
