"""Who calls, in whole milliseconds: at random, with exponential handling and patience."""

import math
import random
from collections.abc import Iterator

from routing.erlang import Load

Caller = tuple[int, int, float]
"""When they call, how long their call will take, how long they would wait (infinite: for ever)."""


def callers(load: Load, *, seed: str) -> Iterator[Caller]:
    """Without end. Every seed is another world; nothing is chosen."""
    chance = random.Random(seed).expovariate
    arrivals, ends = load.arrival_rate / 1000, 1 / (load.handle_seconds * 1000)
    gives_up = 1 / (load.patience_seconds * 1000) if load.patience_seconds else 0.0
    at = 0
    while True:
        at += round(chance(arrivals))
        yield at, max(1, round(chance(ends))), round(chance(gives_up)) if gives_up else math.inf
