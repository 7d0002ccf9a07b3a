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
    surplus: tuple[float, ...]


def long_run(load: Load, agents: int, *, seed: str, batches: int, size: int) -> list[Estimate]:
    """An estimate for each figure; no formula of the theory's is used but those of the known means (below)."""
    calling, centre, work = callers(load, seed=seed), IdealCentre(agents), Work(load, agents)
    first = list(islice(calling, FORGOTTEN))
    centre.serve(first)
    work.surplus(first)
    run = []
    for _ in range(batches):
        chunk = list(islice(calling, size))
        run.append(Batch(figures=measured(centre.serve(chunk)), surplus=work.surplus(chunk)))
    return estimates(run)


def estimates(run: Sequence[Batch]) -> list[Estimate]:
    """One for each figure, with what is known of the batches' work taken out."""
    surplus = [batch.surplus for batch in run]
    return [controlled(each, surplus) for each in zip(*(batch.figures for batch in run), strict=True)]


class Work:
    """How much work a batch brought beyond what is known: as shares around 0, in the order of the calls.

    How much slower they came, how much longer their calls were, and how much longer they would have waited for one
    agent who is as quick as all of them together (M/M/1): that goes with every wait, and its mean is known.
    """

    def __init__(self, load: Load, agents: int) -> None:
        self._load, self._agents, self._before, self._busy_until = load, agents, 0, 0.0
        share = load.erlangs / agents
        self._known_wait = load.handle_seconds / agents * share / (1 - share)

    def surplus(self, chunk: Sequence[Caller]) -> tuple[float, float, float]:
        spacing = (chunk[-1][0] - self._before) / len(chunk) / 1000 * self._load.arrival_rate
        handling = sum(handling for _, handling, _ in chunk) / len(chunk) / 1000 / self._load.handle_seconds
        self._before = chunk[-1][0]
        return spacing - 1, handling - 1, self._quick(chunk) / len(chunk) / 1000 / self._known_wait - 1

    def _quick(self, chunk: Sequence[Caller]) -> float:
        total, busy_until, agents = 0.0, self._busy_until, self._agents
        for at, handling, _ in chunk:
            wait = busy_until - at if busy_until > at else 0.0
            total += wait
            busy_until = at + wait + handling / agents
        self._busy_until = busy_until
        return total
