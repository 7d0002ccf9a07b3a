"""How many hours of a call centre fit into a minute: the whole engine on virtual time, in one process.

    python -m bench.hours [--quick] [--shares]

40 calls an hour, four agents, no faults. CPU is this process's own, of one core; the store's Valkey works beside it.

A call is real work, and that is what limits this: the second table says of how many webhooks, REST requests, jobs,
duties of the clock, SQL statements and Redis commands a call is made, and what one of each costs. The first four hold
the SQL and Redis done within them, so the rows add up to more than the whole. Looking slows things down: counts and
shares are of a profiled hour of its own, and milliseconds are those shares of what the first table measured.
`--shares` also says whose code the time is spent in.
"""

import cProfile
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from engine.simulate import Simulated, simulate

GOAL = 500.0
"""Hours in a minute."""
CALLS_PER_HOUR = 40.0
HOME = str(Path(__file__).parents[1])

Function = tuple[str, int, str]
Stats = dict[Function, tuple[int, int, float, float, dict[Function, tuple[float, ...]]]]
"""What pstats holds of a function: calls, the same without recursion, own seconds, seconds in all, and by caller."""

WORK = {
    "webhooks": ("simulator/wire/in_process.py", "carry"),
    "REST requests": ("telephony/rest.py", "request"),
    "jobs": ("callbacks/worker.py", "carry_out"),
    "duties of the clock": ("callbacks/clock.py", "_do"),
}
"""Work, by the function that does one piece of it."""
STORES = {
    "SQL statements": ("sqlalchemy/engine/base.py", "_execute_context", "sqlalchemy"),
    "Redis commands": ("redis/connection.py", "send_packed_command", "redis"),
}
"""The same for a store, and the package all of whose own time is put down to it."""


def main() -> None:
    lengths = (1.0,) if "--quick" in sys.argv else (1.0, 10.0)
    runs = [(hours, simulate(hours=hours, seed=1, calls_per_hour=CALLS_PER_HOUR)) for hours in lengths]
    print_table(runs)
    run, stats = profiled()
    shares = by_package(stats)
    _, first = runs[0]
    print_work(stats, shares, calls=run.figures.calls, ms_a_call=ms_a_call(first))
    if "--shares" in sys.argv:
        print_shares(shares)


def ms_a_call(run: Simulated) -> float:
    return run.cpu_seconds / run.figures.calls * 1000


def print_table(runs: list[tuple[float, Simulated]]) -> None:
    print(f"{'hours at the centre':<34}" + "".join(f"{hours:>12g}" for hours, _ in runs))
    rows = {
        "calls": [float(run.figures.calls) for _, run in runs],
        "ms CPU a call": [ms_a_call(run) for _, run in runs],
        "hours in a minute of CPU": [hours / run.cpu_seconds * 60 for hours, run in runs],
        "hours in a minute on the wall": [hours / run.wall_seconds * 60 for hours, run in runs],
        f"share of the goal ({GOAL:g} h) by CPU": [hours / run.cpu_seconds * 60 / GOAL for hours, run in runs],
    }
    for name, row in rows.items():
        print(f"{name:<34}" + "".join(f"{each:>12.2f}" for each in row))
    assert not any(run.figures.broken for _, run in runs), "somebody was lost"


def profiled() -> tuple[Simulated, Stats]:
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    run = simulate(hours=1.0, seed=1, calls_per_hour=CALLS_PER_HOUR)
    profile.disable()
    return run, pstats.Stats(profile).stats  # type: ignore[attr-defined]  # what pstats is for


def by_package(stats: Stats) -> dict[str, float]:
    """Own time of every function, added up by the package it is in; what is built in goes to who called it."""
    seconds: dict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        if file == "~":
            for (caller, _, _), told in callers.items():
                seconds[package(caller)] += told[2]
        else:
            seconds[package(file)] += own
    whole = sum(seconds.values())
    return {name: each / whole for name, each in seconds.items()}


def print_work(stats: Stats, shares: Mapping[str, float], *, calls: int, ms_a_call: float) -> None:
    whole = sum(own for _, _, own, _, _ in stats.values())
    print(f"\n{'of a call':<34}{'how many':>12}{'ms each':>12}{'ms':>12}")
    for name, (file, function) in WORK.items():
        number, seconds = counted(stats, file, function)
        print_row(name, number / calls, seconds / whole * ms_a_call)
    for name, (file, function, of) in STORES.items():
        number, _ = counted(stats, file, function)
        print_row(name, number / calls, shares.get(of, 0.0) * ms_a_call)
    transactions, _ = counted(stats, "sqlalchemy/engine/base.py", "_begin_impl")
    print(f"{'SQL transactions':<34}{transactions / calls:>12.1f}")


def print_row(name: str, number: float, ms: float) -> None:
    print(f"{name:<34}{number:>12.1f}{ms / number if number else 0.0:>12.3f}{ms:>12.2f}")


def counted(stats: Stats, file: str, function: str) -> tuple[int, float]:
    """How often a function was called, and the seconds it took with all it called."""
    found = [each for (where, _, name), each in stats.items() if where.endswith(f"/{file}") and name == function]
    return sum(each[1] for each in found), sum(each[3] for each in found)


def print_shares(shares: Mapping[str, float]) -> None:
    print()
    for name, share in sorted(shares.items(), key=lambda each: -each[1])[:10]:
        print(f"{name:<34}{share:>11.1%}")


def package(file: str) -> str:
    if "site-packages/" in file:
        return file.split("site-packages/")[1].split("/", maxsplit=1)[0]
    if file.startswith(HOME):
        return f"ours: {file.removeprefix(HOME).split('/')[1]}"
    return "Python's own library"


if __name__ == "__main__":
    main()
