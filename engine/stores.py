"""The two stores of this process: SQL, which is the truth, and Redis, which can be rebuilt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy import Engine, make_url

from engine.embedded_valkey import using_embedded_valkey
from engine.errors import SchemaOutdated
from engine.settings import Settings
from records.database import open_database
from records.errors import RecordsUnavailable
from records.schema import is_at_head

log = structlog.get_logger(__name__)


def database_of(settings: Settings) -> Engine:
    """The database in force, with a folder for its file should it be one; nothing is connected yet.

    What we make is for our own eyes: it holds names, numbers and what was promised.
    """
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_private_file(settings.database_url)
    return open_database(settings.database_url)


def is_made(url: str) -> bool:
    """Whether there is a database at all, as far as that can be seen without one being made."""
    file = _file(url)
    return file is None or file.exists()


def _make_private_file(url: str) -> None:
    """An empty SQLite file; SQLite gives its -wal and -shm the same permissions. One that is there stays as it is."""
    file = _file(url)
    if file is not None and file.parent.is_dir() and not file.exists():
        file.touch(mode=0o600)


def _file(url: str) -> Path | None:
    """Of a database that is one."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database.startswith((":", "file:")):
        return None
    return Path(address.database)


@contextmanager
def redis_of(settings: Settings) -> Iterator[str]:
    """The address of the Redis in force; the embedded Valkey runs for as long as somebody is in this block."""
    if settings.redis_url:
        yield settings.redis_url
        return
    with using_embedded_valkey(settings.valkey_folder) as server:
        yield server.url


def see_to_schema(settings: Settings) -> None:
    """A SQLite file is brought to the newest schema by whoever comes first; a server's schema is its operator's step.

    Raises SchemaOutdated. A database out of reach is no reason not to start: calls are answered without it.
    """
    database = database_of(settings)
    try:
        if is_at_head(database):
            return
        if database.dialect.name != "sqlite":
            raise SchemaOutdated()
        _upgrade(settings)
    except RecordsUnavailable as trouble:
        log.warning("schema_not_checked", why=str(trouble))
    finally:
        database.dispose()


def _upgrade(settings: Settings) -> None:
    """Imports late: Alembic takes a third of a second, and is seldom needed."""
    from records.migrations import upgrade

    upgrade(settings.database_url)
