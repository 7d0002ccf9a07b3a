"""The two stores of this process: SQL, which is the truth, and Redis, which can be rebuilt."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from engine.embedded_valkey import using_embedded_valkey
from engine.settings import Settings
from records.database import open_database


def database_of(settings: Settings) -> Engine:
    """The database in force, with a folder for its file should it be one; nothing is connected yet."""
    settings.var.mkdir(parents=True, exist_ok=True)
    return open_database(settings.database_url)


@contextmanager
def redis_of(settings: Settings) -> Iterator[str]:
    """The address of the Redis in force; the embedded Valkey runs for as long as somebody is in this block."""
    if settings.redis_url:
        yield settings.redis_url
        return
    with using_embedded_valkey(settings.valkey_folder) as server:
        yield server.url
