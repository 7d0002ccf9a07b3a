"""A copy of a SQLite database that is consistent although others write meanwhile, and a database made of it again.

What is personal in the copy is sealed under each person's key. The keys lie apart in one file that is written anew with
each backup and each erasure, and never kept in older versions: with a forgotten person's key goes their part of every
copy.
"""

import os
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, make_url

import engine.tables  # noqa: F401  every table is sealed
from engine.errors import FileNotWritten, SettingsRefused
from engine.settings import Settings
from engine.stores import database_of
from records.database import open_database, writing
from records.key_safe import keys_in, write_safe
from records.person_key import keys_for
from records.redaction import empty_rows
from records.sealed_copy import is_sealed_copy, open_copy, seal_copy, unreadable_audit
from records.sealing import SealingKey


@dataclass(frozen=True, kw_only=True)
class Restored:
    """How many rows were opened, and how many belong to people forgotten since."""

    opened: int
    forgotten: int


def back_up(settings: Settings, file: Path | None, *, plain: bool = False) -> Path:
    """Copy the database to the file and return it. Raises SettingsRefused for PostgreSQL, which has its own tools."""
    address = make_url(settings.database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise SettingsRefused("Use pg_dump: `sahip db backup` copies SQLite files only.")
    source = Path(address.database)
    if not source.exists():
        raise SettingsRefused(f"Run `sahip db upgrade` first: there is no database at {source}.")
    copy = file or source.with_name(f"{source.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite")
    _start_private(copy)
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(copy)) as target:
        original.backup(target)
        if not plain:
            target.execute("PRAGMA secure_delete=ON")
            seal_copy(target, lambda owners: _keys(database_of(settings), owners))
    if not plain:
        write_safe(database_of(settings), settings.key_safe)
    return copy


def restore(backup: Path, to: Path, safe: Path) -> Restored:
    """Make a database of a backup, with the keys there are now. Raises FileNotWritten where there is one already."""
    if to.exists():
        raise FileNotWritten(f"{to} is there already: move it away first.")
    with closing(sqlite3.connect(backup)) as original:
        if not is_sealed_copy(original):
            raise SettingsRefused(f"{backup} is no sealed backup: copy the file itself.")
        _start_private(to)
        with closing(sqlite3.connect(to)) as target:
            original.backup(target)
            target.execute("PRAGMA secure_delete=ON")
            keys = keys_in(safe)
            unreadable = unreadable_audit(target, keys)
            opened, forgotten = open_copy(target, keys)
            _keep_keys(target, safe)
    _vouch_for(to, unreadable)
    return Restored(opened=opened, forgotten=forgotten)


def _vouch_for(restored: Path, emptied: Collection[int]) -> None:
    """The chain of the audit tells which of its rows nobody can read any more, so that it is whole again."""
    database = open_database(f"sqlite:///{restored}")
    with writing(database) as session:
        empty_rows(session, emptied, why="restored", who="restore", now=datetime.now(UTC))
    database.dispose()


def _start_private(file: Path) -> None:
    """It holds names and numbers: for our own eyes, from its first byte."""
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _keys(database: Engine, owners: Collection[str]) -> Mapping[str, SealingKey]:
    with writing(database) as session:
        return keys_for(session, owners, datetime.now(UTC))


def _keep_keys(target: sqlite3.Connection, safe: Path) -> None:
    """The restored database goes on with the keys it was sealed with."""
    if not safe.exists():
        return
    target.execute("ATTACH DATABASE ? AS safe", (str(safe),))
    target.execute("INSERT OR IGNORE INTO person_keys SELECT * FROM safe.person_keys")
    target.commit()
