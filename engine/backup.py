"""A copy of a SQLite database that is consistent although others write meanwhile."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from engine.errors import SettingsRefused
from engine.settings import Settings


def back_up(settings: Settings, file: Path | None) -> Path:
    """Copy the database to the file and return it. Raises SettingsRefused for PostgreSQL, which has its own tools."""
    address = make_url(settings.database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise SettingsRefused("Use pg_dump: `sahip db backup` copies SQLite files only.")
    source = Path(address.database)
    if not source.exists():
        raise SettingsRefused(f"Run `sahip db upgrade` first: there is no database at {source}.")
    copy = file or source.with_name(f"{source.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite")
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(copy)) as target:
        original.backup(target)
    return copy
