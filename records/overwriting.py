"""What was deleted still stands in the files until somebody writes there: the files are written anew, without it."""

import sqlite3
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Engine, text

from records.errors import RecordsUnavailable

LIGHT_BYTES: Final = 256 * 1024 * 1024
"""A database up to here is rewritten in a second or two; a greater one makes writers wait, so it waits for night."""
PATIENCE_MS: Final = 30_000


def is_light(database: Engine) -> bool:
    """Whether rewriting its files holds nobody up."""
    with database.connect() as connection:
        if database.dialect.name == "sqlite":
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            return bool(pages * connection.execute(text("PRAGMA page_size")).scalar_one() <= LIGHT_BYTES)
        size = text("select pg_database_size(current_database())")
        return bool(connection.execute(size).scalar_one() <= LIGHT_BYTES)


def overwrite_deleted(database: Engine, tables: Collection[str]) -> bool:
    """Rewrite SQLite's file and empty its write-ahead log; on PostgreSQL rewrite these tables.

    False when somebody was reading the old file and it must be tried again. Raises RecordsUnavailable when locked out.
    """
    if database.dialect.name == "sqlite":
        return _rewrite_sqlite(database)
    _rewrite_postgresql(database, tables)
    return True


def _rewrite_sqlite(database: Engine) -> bool:
    borrowed = database.raw_connection()
    connection: Any = borrowed.driver_connection
    try:
        [before] = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        connection.execute("VACUUM")
        [busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute(f"PRAGMA busy_timeout={before}")
    except sqlite3.OperationalError as trouble:
        raise RecordsUnavailable(trouble) from trouble
    finally:
        borrowed.close()
    return not busy


def _rewrite_postgresql(database: Engine, tables: Collection[str]) -> None:
    """VACUUM FULL takes each table for itself while it runs; names come from our own schema."""
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"set lock_timeout = {PATIENCE_MS}"))
        connection.execute(text("set statement_timeout = 0"))
        for table in sorted(tables):
            connection.execute(text(f'VACUUM FULL "{table}"'))
        connection.execute(text("reset lock_timeout"))
        connection.execute(text("reset statement_timeout"))
