"""One centre of the grid: the theory, the ideal centre at length, and the real floor beside it, call by call."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from redis import Redis

from routing.erlang import Load, outlook
from tests.theory.callers import callers
from tests.theory.estimate import Estimate, plain
from tests.theory.figures import Figures, expected, measured
from tests.theory.floor_centre import FloorCentre
from tests.theory.ideal_centre import IdealCentre
from tests.theory.long_run import Batch, Work, estimates, long_run

BATCHES = 200
FLOOR_BATCHES = 20
SURE = 2.58
"""Standard errors: 99 % of the estimates lie no farther off."""
ALONE = 2.92
"""The same for the floor's few batches (Student, 16 degrees of freedom)."""


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
        waits = FloorCentre(redis, f"theory-{self.name.lower()}", self.agents).serve(calling)
        size = calls // (FLOOR_BATCHES + 1)
        cuts = [calls - number * size for number in range(FLOOR_BATCHES, -1, -1)]
        work = Work(self.load, self.agents)
        work.surplus(calling[: cuts[0]])
        return Beside(
            floor=waits,
            ideal=IdealCentre(self.agents).serve(calling),
            cuts=cuts,
            surplus=[work.surplus(calling[start:end]) for start, end in pairwise(cuts)],
        )


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the same callers waited here and there. `cuts` divide the calls into batches; those before do not count."""

    floor: Sequence[int | None]
    ideal: Sequence[int | None]
    cuts: Sequence[int]
    surplus: Sequence[tuple[float, ...]]

    @property
    def otherwise(self) -> int:
        """Calls that fared otherwise on the floor."""
        return sum(a != b for a, b in zip(self.floor, self.ideal, strict=True))

    def alone(self) -> list[Estimate]:
        """Of the floor's own calls and nothing else; unsure, because they are few."""
        figures = self._batches(self.floor)
        return estimates([Batch(figures=f, surplus=s) for f, s in zip(figures, self.surplus, strict=True)])

    def differences(self) -> list[Estimate]:
        """Floor less ideal centre, figure by figure."""
        pairs = zip(self._batches(self.floor), self._batches(self.ideal), strict=True)
        rows = [[here - there for here, there in zip(*pair, strict=True)] for pair in pairs]
        return [plain(each) for each in zip(*rows, strict=True)]

    def _batches(self, waits: Sequence[int | None]) -> list[Figures]:
        return [measured(waits[start:end]) for start, end in pairwise(self.cuts)]


def together(ideal: Estimate, difference: Estimate) -> Estimate:
    """The floor's mean: the ideal centre's, plus what the floor does otherwise (two-level Monte Carlo; Giles 2008)."""
    error = (ideal.standard_error**2 + difference.standard_error**2) ** 0.5
    return Estimate(mean=ideal.mean + difference.mean, standard_error=error)
