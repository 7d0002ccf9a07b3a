"""`make mutants`: every mutant of the floor's Lua against the floor's tests.

    python -m tests.mutation [--sample N] [--seed N] [--only TEXT] [--processes N] [--long]

Ends with 1 when a mutant survives that nobody has looked at, or when one that was looked at is no more.
"""

import argparse
import sys

from tests.mutation.report import Report
from tests.mutation.run import run_in_parallel, share


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--sample", type=int, default=0, help="so many of all mutants, drawn from the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="those whose name contains one of these, between commas")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--long", action="store_true", help="also the state machine and the interleavings")
    parser.add_argument("--share", default="", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.share:
        return share(wanted)
    report = Report(whole=not wanted.sample and not wanted.only)
    for verdict in run_in_parallel(wanted):
        report.hear(verdict)
        if not verdict["killer"]:
            print(f"alive: {verdict['name']}", file=sys.stderr, flush=True)
    print(report)
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
