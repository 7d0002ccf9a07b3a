"""Stores that live as long as a simulation: a database and a Redis of its own, gone without a trace afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import engine.tables  # noqa: F401  # all of them
from engine.embedded_valkey import using_embedded_valkey
from engine.settings import Settings, read_settings
from records.database import Base, open_database

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
NOWHERE = Path("/dev/null")


@contextmanager
def simulated_stores() -> Iterator[Settings]:
    """Settings of a demo centre on empty stores, in memory where the machine has a place for that."""
    home = MEMORY if MEMORY.is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="sahip-simulation-", dir=home, ignore_cleanup_errors=True) as folder,
        using_embedded_valkey(Path(folder) / "valkey") as server,
    ):
        settings = read_settings(
            {
                "SAHIP_MODE": "demo",
                "SAHIP_VAR": folder,
                "DATABASE_URL": f"sqlite:///{folder}/sahip.sqlite",
                "REDIS_URL": server.url,
                "SAHIP_CALLS_PER_SECOND": "10",
            },
            NOWHERE,
        )
        _make_tables(settings.database_url)
        yield settings


def _make_tables(url: str) -> None:
    """All of them at once: what nobody will ever upgrade needs no history."""
    database = open_database(url)
    Base.metadata.create_all(database)
    database.dispose()
