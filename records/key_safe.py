"""The file of everybody's keys, apart from the copies they open. There is one, and no older one."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, select

from records.database import reading
from records.person_key import PersonKey

COLUMNS = "id TEXT PRIMARY KEY, owner TEXT UNIQUE, key BLOB, made_at TEXT"


def write_safe(database: Engine, file: Path) -> int:
    """Write it anew with the keys there are now, in place of the one before; how many keys."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(new)) as safe, reading(database) as session:
        safe.execute(f"CREATE TABLE person_keys ({COLUMNS})")
        chosen = select(PersonKey.id, PersonKey.owner, PersonKey.key, PersonKey.made_at)
        rows = session.execute(chosen.execution_options(yield_per=1000))
        told = ((id, owner, bytes(key), at.replace(tzinfo=None).isoformat(" ")) for id, owner, key, at in rows)
        count = safe.executemany("INSERT INTO person_keys VALUES (?, ?, ?, ?)", told).rowcount
        safe.commit()
    new.replace(file)
    return max(count, 0)


def keys_in(file: Path) -> Mapping[str, bytes]:
    """Id → key; none where there is no such file."""
    if not file.exists():
        return {}
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as safe:
        return dict(safe.execute("SELECT id, key FROM person_keys"))
