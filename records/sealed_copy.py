"""A copy of a SQLite database in which everything personal is sealed under each person's own key.

The keys are not in it. Who is forgotten later loses theirs, and is unreadable in every copy made before. Numbers of
cases and calls, dates and states stay readable: a copy can be counted without any key.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column

from records.data_class import DataClass, DataOfTable
from records.data_register import REGISTER
from records.database import Base
from records.forgetting import nothing
from records.sealing import SealingKey, is_sealed, key_of, seal, unseal

MARKER: Final = "sealed_copy"
LEFT_OUT: Final = ("person_keys", "webhook_answers", "idempotent_requests", "guesses", "erasures")
"""What no copy needs: keys, and what is only kept for hours so that nothing is done twice."""
AT_ONCE: Final = 5_000
ORDER: Final = ("customer", "case", "call", "received", "address", "crm", "mention")
"""Whose key a row is sealed with: the customer's, else that of the case, the call, the message, the number."""

TOLD: Final = {"customer_id": "customer", "case": "case", "case_number": "case", "call": "call", "phone": "address"}
"""What names somebody in the data of the audit, where its subject does not."""
SAME: Final = {"phone": "address"}

Keys = Callable[[Collection[str]], Mapping[str, SealingKey]]
"""Owners → their keys, made where there is none."""


class Whose:
    """Whose key a row of this copy is sealed with."""

    def __init__(self, copy: sqlite3.Connection) -> None:
        cases = copy.execute("SELECT number, customer_id FROM cases WHERE customer_id IS NOT NULL")
        self._known = {("case", number): customer for number, customer in cases}
        calls = copy.execute("SELECT sid, customer_id, case_number FROM calls")
        self._known |= {
            ("call", sid): whose
            for sid, customer, case in calls
            if (whose := customer or self._known.get(("case", case)))
        }
        written = copy.execute("SELECT id, customer_id FROM received_messages WHERE customer_id IS NOT NULL")
        self._known |= {("received", id): customer for id, customer in written}
        phones = copy.execute("SELECT phone, min(customer_id) FROM customer_phones GROUP BY phone HAVING count(*) = 1")
        self._known |= {("address", phone): customer for phone, customer in phones}
        emails = copy.execute("SELECT email, min(customer_id) FROM customer_emails GROUP BY email HAVING count(*) = 1")
        self._known |= {("address", email): customer for email, customer in emails}

    def owner(self, links: Sequence[tuple[str, str]], values: Sequence[Any]) -> str | None:
        """None: nobody's, as far as the row tells. A sender whom we know is whose words they are, on whatever case."""
        named = [told for link, value in zip(links, values, strict=True) if (told := _named(link[1], value))]
        customer = next((name for kind, name in named if kind == "customer"), None)
        sender = next((self._known[told] for told in named if told[0] == "address" and told in self._known), None)
        known = customer or sender or next((self._known[told] for told in named if told in self._known), None)
        if known:
            return f"customer:{known}"
        return next((f"{kind}:{name}" for kind, name in named), None)


def _named(link: str, value: Any) -> tuple[str, str] | None:
    """What this value of a row names. Of the audit it is a subject, or what its data tell."""
    kind, name = (link, value) if link != "mention" else str(value).partition(":")[0::2]
    if link == "told":
        told = json.loads(value or "{}")
        pairs = [(kind, told.get(key)) for key, kind in TOLD.items()]
        return next(((kind, name) for kind, name in pairs if isinstance(name, str) and name), None)
    return (SAME.get(kind, kind), name) if name and SAME.get(kind, kind) in ORDER else None


@dataclass(frozen=True, kw_only=True)
class Places:
    """Personal columns of a table, and the links that tell whose a row is."""

    table: str
    sealed: tuple[str, ...]
    links: tuple[tuple[str, str], ...]

    @property
    def select(self) -> str:
        columns = ", ".join(f'"{column}"' for column in (*self.sealed, *(column for column, _ in self.links)))
        return f'SELECT rowid, {columns} FROM "{self.table}"'  # noqa: S608  names of our own schema

    @property
    def goes(self) -> bool:
        """Whether a forgotten person's rows are deleted."""
        return REGISTER[self.table].fate == "goes"

    @property
    def delete(self) -> str:
        return f'DELETE FROM "{self.table}" WHERE rowid = ?'  # noqa: S608  names of our own schema

    @property
    def update(self) -> str:
        told = ", ".join(f'"{column}" = ?' for column in self.sealed)
        return f'UPDATE "{self.table}" SET {told} WHERE rowid = ?'  # noqa: S608  names of our own schema


def seal_copy(copy: sqlite3.Connection, keys: Keys) -> int:
    """Seal what is personal in this copy, and leave out what it need not have; how many rows were sealed."""
    whose = Whose(copy)
    for table in LEFT_OUT:
        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  names of our own schema
    copy.execute(f"CREATE TABLE {MARKER} (version INTEGER)")
    count = sum(_seal_table(copy, places, whose, keys) for places in personal_places())
    copy.commit()
    copy.execute("VACUUM")
    return count


def open_copy(copy: sqlite3.Connection, keys: Mapping[str, bytes]) -> tuple[int, int]:
    """Make a sealed copy a database again; `keys` are by id. Rows whose key is gone lose what was personal in them.

    How many rows were opened, and how many nobody can open any more.
    """
    opened = lost = 0
    copy.execute("PRAGMA foreign_keys=ON")
    copy.execute("BEGIN")
    copy.execute("PRAGMA defer_foreign_keys=ON")
    for places in personal_places():
        empty = _nothing_in(places)
        for rows in _batches(copy, places.select):
            told = [(row, keys.get(name)) for row in rows if (name := _key_of(places, row))]
            kept = [(row, key) for row, key in told if key or not places.goes]
            copy.executemany(places.update, [_opened(places, row, key, empty) for row, key in kept])
            copy.executemany(places.delete, [(row[0],) for row, key in told if not key and places.goes])
            lost += sum(1 for _, key in told if key is None)
            opened += sum(1 for _, key in told if key is not None)
    _unlink_the_forgotten(copy)
    copy.execute(f"DROP TABLE {MARKER}")
    copy.commit()
    copy.execute("VACUUM")
    return opened, lost


def unreadable_audit(copy: sqlite3.Connection, keys: Mapping[str, bytes]) -> list[int]:
    """Rows of a sealed copy's audit, by their place in the chain, whose keys are gone."""
    [places] = [each for each in personal_places() if each.table == "audit"]
    rows = copy.execute(places.select).fetchall()
    return sorted(row[0] for row in rows if (name := _key_of(places, row)) and name not in keys)


def _unlink_the_forgotten(copy: sqlite3.Connection) -> None:
    """What stays names no customer who is not there any more."""
    for name, held in REGISTER.items():
        for column in [column for column, named in held.found_by.items() if named == "customer"]:
            if Base.metadata.tables[name].columns[column].nullable:
                copy.execute(
                    f'UPDATE "{name}" SET "{column}" = NULL WHERE "{column}" NOT IN (SELECT id FROM customers)'  # noqa: S608  names of our own schema
                )


def is_sealed_copy(database: sqlite3.Connection) -> bool:
    found = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (MARKER,)).fetchone()
    return found is not None


def personal_places() -> Iterator[Places]:
    """What is sealed in every table that has anything of a customer's."""
    for name, held in REGISTER.items():
        columns = [column for column, kind in held.classes.items() if _is_sealed(held, kind)]
        if columns and name not in LEFT_OUT and held.fate != "stays":
            links: list[tuple[str, str]] = [
                (column, named) for column, named in held.found_by.items() if named in ORDER
            ]
            links.sort(key=lambda link: ORDER.index(link[1]))
            links += [("data", "told")] if held.fate == "redacted" else []
            yield Places(table=name, sealed=tuple(columns), links=tuple(links))


def _is_sealed(held: DataOfTable, kind: DataClass) -> bool:
    """A PIN is as personal as a name, though nobody is ever shown it."""
    return kind == "pii" or (kind == "secret" and held.fate == "goes")


def _seal_table(copy: sqlite3.Connection, places: Places, whose: Whose, keys: Keys) -> int:
    count = 0
    for rows in _batches(copy, places.select):
        owners = {row[0]: owner for row in rows if (owner := whose.owner(places.links, row[-len(places.links) :]))}
        known = keys(set(owners.values()))
        sealed = [(row, known[owners[row[0]]]) for row in rows if row[0] in owners]
        copy.executemany(places.update, [_sealed(places, row, key) for row, key in sealed])
        count += len(sealed)
    return count


def _batches(copy: sqlite3.Connection, statement: str, told: tuple[str, ...] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """Read to the end before anything is changed: a cursor may lose its place among rows that change."""
    rows = copy.execute(statement, told).fetchall()
    yield from (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _sealed(places: Places, row: tuple[Any, ...], key: SealingKey) -> tuple[Any, ...]:
    values = zip(places.sealed, row[1:], strict=False)
    told = [
        value if _says_nothing(places, column, value) else seal(value, key, f"{places.table}.{column}")
        for column, value in values
    ]
    return (*told, row[0])


def _says_nothing(places: Places, column: str, value: Any) -> bool:
    """Nothing, or a subject of the audit that is an id and no number."""
    is_subject = places.table == "audit" and column == "subject"
    return value is None or (is_subject and str(value).partition(":")[0] not in ("phone", "address"))


def _key_of(places: Places, row: tuple[Any, ...]) -> str | None:
    """The id of the key this row was sealed with; None where nothing in it is sealed."""
    return next((key_of(value) for value in row[1 : len(places.sealed) + 1] if is_sealed(value)), None)


def _opened(places: Places, row: tuple[Any, ...], key: bytes | None, empty: Mapping[str, Any]) -> tuple[Any, ...]:
    told = []
    for column, value in zip(places.sealed, row[1:], strict=False):
        if not is_sealed(value):
            told.append(value)
        elif key is None:
            told.append(empty[column])
        else:
            told.append(unseal(value, key, f"{places.table}.{column}"))
    return (*told, row[0])


def _nothing_in(places: Places) -> dict[str, Any]:
    """As SQLite keeps what stands where something personal stood."""
    columns = Base.metadata.tables[places.table].columns
    return {name: _plain(columns[name]) for name in places.sealed}


def _plain(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    left = nothing(column)
    return json.dumps(left) if isinstance(left, dict | list) else left
