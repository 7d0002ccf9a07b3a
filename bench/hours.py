"""How many hours of a call centre fit into a minute: the whole engine on virtual time, in one process.

    python -m bench.hours [--quick] [--shares]

40 calls an hour, four agents, no faults. CPU is this process's own, of one core; the store's Valkey works beside it.
`--shares` says where the time goes, by whose code it is (measured apart, for looking slows it down).
"""

import cProfile
import pstats
import sys
from collections import defaultdict
from pathlib import Path

from engine.simulate import Simulated, simulate

GOAL = 500.0
"""Hours in a minute."""
CALLS_PER_HOUR = 40.0
HOME = str(Path(__file__).parents[1])


def main() -> None:
    lengths = (1.0,) if "--quick" in sys.argv else (1.0, 10.0)
    print_table([(hours, simulate(hours=hours, seed=1, calls_per_hour=CALLS_PER_HOUR)) for hours in lengths])
    if "--shares" in sys.argv:
        print_shares()


def print_table(runs: list[tuple[float, Simulated]]) -> None:
    print(f"{'hours at the centre':<34}" + "".join(f"{hours:>12g}" for hours, _ in runs))
    rows = {
        "calls": [float(run.figures.calls) for _, run in runs],
        "ms CPU a call": [run.cpu_seconds / run.figures.calls * 1000 for _, run in runs],
        "hours in a minute of CPU": [hours / run.cpu_seconds * 60 for hours, run in runs],
        "hours in a minute on the wall": [hours / run.wall_seconds * 60 for hours, run in runs],
        f"share of the goal ({GOAL:g} h) by CPU": [hours / run.cpu_seconds * 60 / GOAL for hours, run in runs],
    }
    for name, row in rows.items():
        print(f"{name:<34}" + "".join(f"{each:>12.2f}" for each in row))
    assert not any(run.figures.broken for _, run in runs), "somebody was lost"


def print_shares() -> None:
    """Own time of every function, added up by the package it is in; what is built in goes to who called it."""
    profile = cProfile.Profile()
    profile.enable()
    simulate(hours=1.0, seed=1, calls_per_hour=CALLS_PER_HOUR)
    profile.disable()
    shares: dict[str, float] = defaultdict(float)
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, dict[tuple[str, int, str], tuple[float, ...]]]]
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # what pstats is for
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        if file == "~":
            for (caller, _, _), told in callers.items():
                shares[package(caller)] += told[2]
        else:
            shares[package(file)] += own
    print()
    for name, seconds in sorted(shares.items(), key=lambda share: -share[1])[:10]:
        print(f"{name:<34}{seconds / sum(shares.values()):>11.1%}")


def package(file: str) -> str:
    if "site-packages/" in file:
        return file.split("site-packages/")[1].split("/", maxsplit=1)[0]
    if file.startswith(HOME):
        return f"ours: {file.removeprefix(HOME).split('/')[1]}"
    return "Python's own library"


if __name__ == "__main__":
    main()
