"""`make theory`: the floor against Erlang C and A at length, as a table; exit 1 where it is 3 % off or not sure enough.

    python -m tests.theory [--calls 20000] [--ideal 1000000] [--seed 1]

`--calls` go through the real floor, for each of twelve centres; `--ideal` through the ideal centre (more where waits
are rare). The estimate needs nothing of the theory's: it is the ideal centre's mean plus what the floor did otherwise
with the same callers. Beside it stand the floor's calls on their own, with their own doubt.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from engine.embedded_valkey import using_embedded_valkey
from routing.erlang import Load
from tests.theory.comparison import ALONE, SURE, Beside, Cell, together
from tests.theory.estimate import Estimate
from tests.theory.figures import Figures

ALLOWED = 0.03
AGENTS = range(11, 17)
LOADS = (
    Load(calls_per_hour=200, handle_seconds=180),
    Load(calls_per_hour=200, handle_seconds=180, patience_seconds=120),
)
MORE_CALLS = {11: 3, 12: 3, 13: 4, 14: 5, 15: 8, 16: 12}
"""Times `--ideal`: the fewer callers wait, the more must call until their wait is known."""
WORKERS = 2
WORDS = {
    "had_to_wait": "have to wait",
    "service_level": "within 20 s",
    "answer_seconds": "mean wait, s",
    "gave_up": "give up",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    cell: Cell
    name: str
    theory: float
    found: Estimate
    alone: Estimate

    @property
    def off(self) -> float:
        return self.found.mean / self.theory - 1

    @property
    def doubt(self) -> float:
        return SURE * self.found.standard_error / self.theory

    def told(self) -> str:
        alone = f"{self.alone.mean:10.4f} ± {ALONE * self.alone.standard_error:.4f}"
        return (
            f"{self.cell.name[0]:>5}{self.cell.agents:>8}  {WORDS[self.name]:<14}{self.theory:>10.4f}"
            f"{self.found.mean:>10.4f}{self.off:>+8.2%}{f'± {self.doubt:.2%}':>10}{alone:>22}"
        )


def main() -> int:
    given = arguments()
    cells = [Cell(load=load, agents=agents, seed=given.seed) for load in LOADS for agents in AGENTS]
    with (
        tempfile.TemporaryDirectory(prefix="theory") as folder,
        using_embedded_valkey(Path(folder)) as server,
        ProcessPoolExecutor(WORKERS) as workers,
    ):
        floors = [workers.submit(beside, cell, server.url, given.calls) for cell in cells]
        ideals = [workers.submit(cell.ideal, given.ideal * MORE_CALLS[cell.agents]) for cell in cells]
        print(HEAD)
        rows, otherwise = [], 0
        for cell, floor, ideal in zip(cells, floors, ideals, strict=True):
            both = floor.result()
            otherwise += both.otherwise
            for row in compared(cell, both, ideal.result()):
                print(row.told(), flush=True)
                rows.append(row)
    return verdict(rows, otherwise, given.calls * len(cells))


HEAD = (
    "10 erlangs: 200 calls an hour of 180 s. C: nobody gives up; A: patience of 120 s. ± is 99 %.\n"
    f"{'model':>5}{'agents':>8}  {'':<14}{'theory':>10}{'floor':>10}{'off':>8}{'':>10}{'its own calls alone':>22}"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make theory", description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000, help="through the real floor, for each centre")
    parser.add_argument("--ideal", type=int, default=1_000_000, help="through the ideal centre; times 3 to 12")
    parser.add_argument("--seed", default="1", help="every seed is another world")
    return parser.parse_args()


def beside(cell: Cell, url: str, calls: int) -> Beside:
    with Redis.from_url(url, decode_responses=True) as redis:
        return cell.beside(redis, calls)


def compared(cell: Cell, both: Beside, ideal: list[Estimate]) -> Iterator[Row]:
    found = zip(Figures._fields, cell.theory(), ideal, both.differences(), both.alone(), strict=True)
    for name, theory, long, difference, alone in found:
        if theory:
            yield Row(cell=cell, name=name, theory=theory, found=together(long, difference), alone=alone)


def verdict(rows: list[Row], otherwise: int, calls: int) -> int:
    worst, least_sure = max(rows, key=lambda row: abs(row.off)), max(rows, key=lambda row: row.doubt)
    alone = sum(abs(row.alone.mean - row.theory) <= ALONE * row.alone.standard_error for row in rows)
    print(f"calls that fared otherwise on the floor than in the ideal centre: {otherwise} of {calls:,}")
    print(f"farthest off: {worst.off:+.2%} ({worst.cell.name}, {WORDS[worst.name]}); allowed: {ALLOWED:.0%}")
    print(f"least sure: ± {least_sure.doubt:.2%} ({least_sure.cell.name}, {WORDS[least_sure.name]})")
    print(f"its own calls alone agree with the theory, within their doubt, in {alone} of {len(rows)} rows")
    return int(abs(worst.off) > ALLOWED or least_sure.doubt > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
