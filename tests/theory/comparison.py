"""One centre of the grid: the theory, the ideal centre at length, and the real floor beside it, call by call."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from redis import Redis

from routing.erlang import Load, outlook
from tests.theory.callers import callers
from tests.theory.estimate import Estimate, plain
from tests.theory.figures import Figures, expected, measured
from tests.theory.floor_centre import FloorCentre
from tests.theory.ideal_centre import IdealCentre
from tests.theory.long_run import long_run

BATCHES = 200
FLOOR_BATCHES = 10
SURE = 2.58
"""Standard errors: 99 % of the estimates lie no farther off."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    load: Load
    agents: int
    seed: str

    @property
    def name(self) -> str:
        return f"{'A' if self.load.patience_seconds else 'C'}{self.agents}"

    def theory(self) -> Figures:
        return expected(outlook(self.load, self.agents))

    def ideal(self, calls: int) -> list[Estimate]:
        return long_run(
            self.load, self.agents, seed=f"{self.seed} {self.name} ideal", batches=BATCHES, size=calls // BATCHES
        )

    def beside(self, redis: Redis, calls: int) -> "Beside":
        """The floor and the ideal centre with the same callers."""
        calling = list(islice(callers(self.load, seed=f"{self.seed} {self.name} floor"), calls))
        floor = FloorCentre(redis, f"theory-{self.name.lower()}", self.agents).serve(calling)
        return Beside(floor=floor, ideal=IdealCentre(self.agents).serve(calling))


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the same callers waited here and there."""

    floor: Sequence[int | None]
    ideal: Sequence[int | None]

    @property
    def otherwise(self) -> int:
        """Calls that fared otherwise on the floor."""
        return sum(a != b for a, b in zip(self.floor, self.ideal, strict=True))

    def alone(self) -> list[Estimate]:
        """The floor's own calls and nothing else, the first tenth left out; unsure, because they are few."""
        return [plain(each) for each in zip(*_batches(self.floor), strict=True)]

    def differences(self) -> list[Estimate]:
        """Floor less ideal centre, figure by figure."""
        pairs = zip(_batches(self.floor), _batches(self.ideal), strict=True)
        rows = [[here - there for here, there in zip(*pair, strict=True)] for pair in pairs]
        return [plain(each) for each in zip(*rows, strict=True)]


def _batches(waits: Sequence[int | None]) -> list[Figures]:
    size = len(waits) // (FLOOR_BATCHES + 1)
    return [
        measured(waits[start : start + size]) for start in range(len(waits) - FLOOR_BATCHES * size, len(waits), size)
    ]


def together(ideal: Estimate, difference: Estimate) -> Estimate:
    """The floor's mean: the ideal centre's, plus what the floor does otherwise (two-level Monte Carlo; Giles 2008)."""
    error = (ideal.standard_error**2 + difference.standard_error**2) ** 0.5
    return Estimate(mean=ideal.mean + difference.mean, standard_error=error)
