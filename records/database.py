"""The SQL database: SQLite by default, PostgreSQL by URL, one code path for both."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from sqlalchemy import (
    JSON,
    ColumnClause,
    DateTime,
    Dialect,
    Engine,
    Table,
    create_engine,
    event,
    literal_column,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from records.errors import RecordsUnavailable

BUSY_MS = 2_500
"""How long a statement may wait for somebody else's lock. Webhooks only read, and reading waits for nobody in SQLite;
where one does write, because Redis is away, this still leaves an answer well under 5 s."""
LOCK_MS = 500
"""The same for PostgreSQL, where readers wait for nobody and writers only for each other."""
STATEMENT_MS = 4_000
"""No statement of ours may run longer: Twilio gives a webhook 15 s, in which two of them must fit."""
STATEMENT_TIMES = 8
"""Whoever asked for more patience with locks (an upgrade of the schema) may also take so many times as long at work."""
WAL_TURNS = 20
"""How often a new SQLite file is asked again to keep a write-ahead log while others ask the same."""
CONNECT_SECONDS = 2
POOL_SECONDS = 2.0
DEAD_LINE = {
    "tcp_user_timeout": 4_000,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
"""A server that vanished without a word is given up after about 4 s; libpq's names, tcp_user_timeout in ms."""


ONE_MORE: Final[ColumnClause[int]] = literal_column("version + 1")
"""What a column `version` becomes by every UPDATE of its row, whoever writes it: two edits at once are seen by it."""
ROOM_KIB = 256 * 1024
"""Of SQLite's pages while a long list is written: its indexes are touched all over."""


WRITES = {"sahip_writes": True}
ONE_LOOK = {"sahip_one_look": True}


_TOGETHER: Final[ContextVar[Connection | None]] = ContextVar("together", default=None)
"""The transaction whatever is read and written in this context belongs to."""


class AwareDateTime(TypeDecorator[datetime]):
    """A moment: written as UTC, read back as aware UTC, refused when it does not know its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of every package."""

    type_annotation_map: ClassVar = {datetime: AwareDateTime, dict[str, Any]: JSON, list[Any]: JSON}


def open_database(url: str, *, busy_ms: int | None = None) -> Engine:
    """Open the database at a SQLAlchemy URL. Nothing is connected yet.

    `busy_ms` is the patience with somebody else's lock; by default as much as a webhook can afford.

    SQLite runs in WAL with synchronous=FULL, so a commit that returned survives a power cut.
    Open it once in each process: a forked child must not use its parent's connections.
    """
    address = _with_driver(make_url(url))
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address, BUSY_MS if busy_ms is None else busy_ms)
    return _open_postgresql(address, LOCK_MS if busy_ms is None else busy_ms)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; nothing it changes is kept. Raises RecordsUnavailable."""
    with _driver_trouble_translated(), Session(_place(engine), expire_on_commit=False) as session:
        yield session


@contextmanager
def one_look(engine: Engine) -> Iterator[Connection]:
    """For a single statement that only reads: SQLite begins no transaction for it. Raises RecordsUnavailable."""
    with _driver_trouble_translated(), engine.connect() as connection:
        yield connection.execution_options(**ONE_LOOK)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction, committed at the end of the block or not at all. Raises RecordsUnavailable."""
    with _driver_trouble_translated(), Session(_place(engine), expire_on_commit=False) as session, session.begin():
        session.connection(execution_options=WRITES)  # begins now: on SQLite the lock is ours from here on
        yield session


@contextmanager
def together(engine: Engine) -> Iterator[None]:
    """Everything that is written in this block is one transaction, committed at its end or not at all.

    A `writing` in it that fails takes back what was written before it; what is written after that counts.
    Raises RecordsUnavailable.
    """
    with _driver_trouble_translated(), engine.connect().execution_options(**WRITES) as connection:
        connection.begin()
        before = _TOGETHER.set(connection)
        try:
            yield
        finally:
            _TOGETHER.reset(before)
        connection.commit()


def serialise(session: Session, what: str) -> None:
    """Let one transaction at a time, over all processes, do `what`; held until this one ends.

    SQLite's writers are one at a time anyway, so only PostgreSQL needs the lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        digest = hashlib.sha256(what.encode()).digest()
        lock = int.from_bytes(digest[:8], "big", signed=True)
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": lock})


def make_room(session: Session) -> None:
    """For whoever writes very much in one transaction: SQLite holds that much of the file in memory meanwhile."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"PRAGMA cache_size=-{ROOM_KIB}"))


def insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` in this database's dialect."""
    return insert_in(session.get_bind().dialect.name, table)


def insert_in(dialect: str, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """The same for a statement that is made once and kept, for each dialect."""
    target = table.__table__
    assert isinstance(target, Table)
    if dialect == "postgresql":
        return postgresql.insert(target)
    return sqlite.insert(target)


def _place(engine: Engine) -> Engine | Connection:
    connection = _TOGETHER.get()
    return engine if connection is None or connection.engine is not engine else connection


def _with_driver(address: URL) -> URL:
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _open_postgresql(address: URL, lock_ms: int) -> Engine:
    statement_ms = max(STATEMENT_MS, STATEMENT_TIMES * lock_ms)
    options = f"-c lock_timeout={lock_ms} -c statement_timeout={statement_ms} -c timezone=UTC"
    limits = {"connect_timeout": CONNECT_SECONDS, "options": options, **DEAD_LINE}
    return create_engine(
        address, pool_pre_ping=True, pool_timeout=POOL_SECONDS, connect_args=limits, hide_parameters=True
    )


def _open_sqlite(address: URL, busy_ms: int) -> Engine:
    engine = create_engine(address, pool_timeout=POOL_SECONDS, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        connection.execute(f"PRAGMA busy_timeout={busy_ms}")
        _keep_a_write_ahead_log(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock first: upgrading a read lock later fails at once with "database is locked".
        options = connection.get_execution_options()
        if "sahip_one_look" not in options:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if "sahip_writes" in options else "BEGIN")

    return engine


def _keep_a_write_ahead_log(connection: Any) -> None:
    """Turn a new file to WAL, as several processes may at once on their first start.

    Whoever turns it holds a read lock, for which SQLite refuses at once instead of waiting busy_timeout;
    so wait for the writer by asking for its lock, then look again: at the latest the turn is already made.
    """
    for _ in range(WAL_TURNS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as trouble:
            if trouble.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _driver_trouble_translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (OperationalError, InterfaceError, InternalError, NoConnectionFree) as trouble:
        raise RecordsUnavailable(trouble) from trouble
    except DBAPIError as trouble:
        if trouble.connection_invalidated:
            raise RecordsUnavailable(trouble) from trouble
        raise
