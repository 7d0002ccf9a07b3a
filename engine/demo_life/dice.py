"""Who rings in next, and what for: drawn from a seed among what there is room for at the moment."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from engine.demo_day import AT_WORK
from engine.demo_life.cast import Floor
from engine.demo_life.errand import Errand
from engine.demo_life.regulars import REGULARS, Regular

SEED: Final = 4440
SOONEST_SECONDS, LATEST_SECONDS = 20, 30
"""Between two calls."""
MOST_AT_ONCE: Final = 3
LEFT_FREE: Final = 1
"""Of the agents who answer first, so many are there for whoever tries the demo."""
NOT_AGAIN: Final = 5
"""So many others ring in before the same customer does again."""
WRITES_SECONDS: Final = (6, 14)
FOR_THE_FIRST: Final = "ayse"
"""Who answers the newcomer's first call, as the walk through the demo says, and has no other before it."""


@dataclass(frozen=True, kw_only=True)
class Ring:
    """`errand` by its name."""

    errand: str
    customer: Regular


@dataclass(kw_only=True)
class Dice:
    errands: Mapping[str, Errand]
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  a play, and no secret
    _lately: deque[str] = field(default_factory=lambda: deque(maxlen=NOT_AGAIN))

    def seconds_to_the_next(self) -> int:
        return self.chance.randint(SOONEST_SECONDS, LATEST_SECONDS)

    def seconds_of_writing(self) -> int:
        return self.chance.randint(*WRITES_SECONDS)

    def next_ring(self, floor: Floor, *, by_day: bool, newcomer_called: bool) -> Ring | None:
        """None where there is room for nobody."""
        rings = [
            Ring(errand=name, customer=customer)
            for name, errand in self.errands.items()
            for customer in REGULARS
            if _is_theirs(errand, customer) and customer.number not in self._lately and (by_day or not errand.by_day)
            if _is_room(errand, customer, floor, newcomer_called=newcomer_called)
        ]
        if not rings:
            return None
        drawn = self.chance.choices(rings, [self._weight(ring, rings) for ring in rings])[0]
        self._lately.append(drawn.customer.number)
        return drawn

    def _weight(self, ring: Ring, rings: Collection[Ring]) -> float:
        """An errand is no more frequent for having many customers."""
        return self.errands[ring.errand].often / sum(other.errand == ring.errand for other in rings)


def _is_theirs(errand: Errand, customer: Regular) -> bool:
    if errand.owner and errand.reaches and customer.owner not in errand.reaches:
        return False
    return errand.language == customer.language and errand.owner == (customer.owner is not None)


def _is_room(errand: Errand, customer: Regular, floor: Floor, *, newcomer_called: bool) -> bool:
    reaches = {customer.owner or ""} if errand.owner else set(errand.reaches)
    if errand.while_busy:
        return bool(reaches & set(floor.are("talking")))
    if not newcomer_called and reaches & {*floor.taken, FOR_THE_FIRST}:
        return False
    free = set(floor.are("ready"))
    left = (free & AT_WORK.keys()) - {min(reaches & free, default="")}
    return not reaches or (bool(reaches & free) and len(left) >= LEFT_FREE)
