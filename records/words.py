"""What others wrote freely may name somebody who is to be forgotten: that is cut out, and the rest stays as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, String, Table, or_, select, true, update
from sqlalchemy.orm import Session

from records.data_class import DataOfTable
from records.data_register import REGISTER
from records.database import Base
from records.person import Person

LEFT: Final = "…"
"""What stands where somebody stood."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """One row in which somebody is named, by its primary key."""

    key: tuple[Any, ...]


def words_naming(session: Session, person: Person) -> dict[str, list[Words]]:
    """Table → rows whose free words name them, whosever the rows are. Only reads."""
    if person.is_part:
        return {}
    found = {name: _naming(session, name, held, person) for name, held in REGISTER.items() if held.words}
    return {name: rows for name, rows in found.items() if rows}


def cut_out(session: Session, words: Mapping[str, Sequence[Words]], person: Person) -> None:
    """Nobody is named there any more. Rows are read again: somebody may have written in them meanwhile."""
    for name, rows in words.items():
        table = Base.metadata.tables[name]
        columns = _columns(table, REGISTER[name])
        for row in rows:
            it = _row(table, row.key)
            told = session.execute(select(*columns).where(true(), *it)).first() or ()
            written = {column.name: text for column, text in zip(columns, told, strict=False) if text}
            left = {column: person.sought_in_words.sub(LEFT, text) for column, text in written.items()}
            if left != written:
                session.execute(update(table).where(true(), *it).values(left))


def _naming(session: Session, name: str, held: DataOfTable, person: Person) -> list[Words]:
    table = Base.metadata.tables[name]
    keys, columns = list(table.primary_key.columns), _columns(table, held)
    if not columns:
        return []
    written = select(*keys, *columns).where(or_(*(column.is_not(None) for column in columns)))
    rows = session.execute(written.execution_options(yield_per=1000))
    return [
        Words(key=tuple(row[: len(keys)]))
        for row in rows
        if any(text and person.sought_in_words.search(text) for text in row[len(keys) :])
    ]


def _columns(table: Table, held: DataOfTable) -> list[Column[Any]]:
    return [table.c[name] for name in held.words if isinstance(table.c[name].type, String)]


def _row(table: Table, key: tuple[Any, ...]) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
