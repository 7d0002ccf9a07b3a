"""The ideal centre for very many calls: what the floor's own calls are too few to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from routing.erlang import Load
from tests.theory.callers import Caller, callers
from tests.theory.estimate import Estimate, controlled
from tests.theory.figures import Figures, measured
from tests.theory.ideal_centre import IdealCentre

FORGOTTEN = 10_000
"""Calls before the first batch: some twenty times as long as the busiest centre here remembers how it began."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    figures: Figures
    surplus: tuple[float, float, float]


def long_run(load: Load, agents: int, *, seed: str, batches: int, size: int) -> list[Estimate]:
    """An estimate for each figure; no formula of the theory's is used but those of the known means (below)."""
    calling, centre, quick = callers(load, seed=seed), IdealCentre(agents), QuickAgent(load, agents)
    first = list(islice(calling, FORGOTTEN))
    centre.serve(first)
    quick.waits(first)
    before, run = first[-1][0], list[Batch]()
    for _ in range(batches):
        chunk = list(islice(calling, size))
        surplus = (*_work(chunk, before, load), quick.surplus(chunk))
        run.append(Batch(figures=measured(centre.serve(chunk)), surplus=surplus))
        before = chunk[-1][0]
    return estimates([batch.figures for batch in run], [batch.surplus for batch in run])


def estimates(figures: Sequence[Figures], surplus: Sequence[Sequence[float]]) -> list[Estimate]:
    return [controlled(each, surplus) for each in zip(*figures, strict=True)]


def _work(chunk: Sequence[Caller], before: int, load: Load) -> tuple[float, float]:
    """How much slower they came and how much longer their calls were than is known: two shares around 0."""
    spacing = (chunk[-1][0] - before) / len(chunk) / 1000 * load.arrival_rate
    handling = sum(handling for _, handling, _ in chunk) / len(chunk) / 1000 / load.handle_seconds
    return spacing - 1, handling - 1


class QuickAgent:
    """One agent who is as quick as all of them: the wait for them is known (M/M/1), and goes with the figures."""

    def __init__(self, load: Load, agents: int) -> None:
        self._agents, self._busy_until = agents, 0.0
        share = load.erlangs / agents
        self._known = load.handle_seconds / agents * share / (1 - share)

    def surplus(self, chunk: Sequence[Caller]) -> float:
        return self.waits(chunk) / len(chunk) / 1000 / self._known - 1

    def waits(self, chunk: Sequence[Caller]) -> float:
        total, busy_until, agents = 0.0, self._busy_until, self._agents
        for at, handling, _ in chunk:
            wait = busy_until - at if busy_until > at else 0.0
            total += wait
            busy_until = at + wait + handling / agents
        self._busy_until = busy_until
        return total
