"""Whatever table holds something of a person, nothing of theirs is left in it, and others' rows stay as they are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Engine, Float, Integer, LargeBinary, Table, Text, cast, insert, select

import engine.tables  # noqa: F401
from records.audit import append, first_break
from records.data_class import DataOfTable
from records.data_register import REGISTER
from records.database import AwareDateTime, Base, reading, writing
from records.forgetting import Traces, forget, traces_of
from records.overwriting import overwrite_deleted
from records.person import Person

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PHONE, NAME = "+905321234567", "Mehmet Öztürkoğlu"
THEIRS = {"customer": "C1-of-mehmet", "case": "4812", "call": "CA1", "leg": "CA1", "received": "M1", "crm": "CRM-1001"}
OTHERS = {"customer": "C2-of-emma", "case": "5001", "call": "CA2", "leg": "CA2", "received": "M2", "crm": "CRM-2002"}
PERSON = Person(
    customers=frozenset({"C1-of-mehmet"}), crm_ids=frozenset({"CRM-1001"}), addresses=frozenset({PHONE}),
    names=frozenset({NAME}), cases=frozenset({"4812"}), calls=frozenset({"CA1"}), received=frozenset({"M1"}),
)  # fmt: skip
PERSONAL = {name: held for name, held in REGISTER.items() if held.fate in ("goes", "blanked", "scrubbed")}


def row(
    table: Table, held: DataOfTable, number: int, *, whose: dict[str, str], words: str, phone: str
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for column in table.columns:
        named = held.found_by.get(column.name)
        personal = held.classes[column.name] == "pii"
        if named in ("address", "either_end"):
            told[column.name] = phone
        elif named == "mention":
            told[column.name] = {"of": phone} if isinstance(column.type, JSON) else f"of {phone}"
        elif named is not None:
            told[column.name] = whose[named]
        else:
            told[column.name] = value(column, number, words if personal else None)
    return told


def value(column: Any, number: int, words: str | None) -> Any:
    kind = column.type
    if isinstance(kind, JSON):
        return {"speech": words or "", "what": words or ""}
    if isinstance(kind, LargeBinary):
        return (words or "x").encode()
    if isinstance(kind, AwareDateTime):
        return NOW
    if isinstance(kind, Date):
        return date(2026, 11, 23)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Float):
        return number
    return f"{words or ''}{number}"[-(getattr(kind, "length", None) or 200) :]


def everything_in(database: Engine, name: str) -> str:
    table = Base.metadata.tables[name]
    with reading(database) as session:
        rows = session.execute(select(*(cast(column, Text) for column in table.columns))).all()
        return str(rows)


def foreign_keys(database: Engine, *, on: bool) -> None:
    """Rows are written table by table, in no order of who refers to whom."""
    borrowed = database.raw_connection()
    connection: Any = borrowed.driver_connection
    if database.dialect.name == "sqlite":
        connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    else:
        connection.execute(f"SET session_replication_role={'DEFAULT' if on else 'replica'}")
        connection.commit()
    borrowed.close()


@pytest.mark.both_databases
def test_nothing_of_theirs_is_left_in_any_table_and_others_keep_what_is_theirs(database: Engine) -> None:
    foreign_keys(database, on=False)
    with writing(database) as session:
        for name, held in PERSONAL.items():
            table = Base.metadata.tables[name]
            session.execute(insert(table).values(row(table, held, 1, whose=THEIRS, words=NAME, phone=PHONE)))
            session.execute(
                insert(table).values(row(table, held, 2, whose=OTHERS, words="Emma", phone="+447911123456"))
            )
        append(session, "ayse", "told", "case:4812", {"reason": NAME}, NOW)
        append(session, "ayse", "told", "case:5001", {"reason": "Emma"}, NOW)
    foreign_keys(database, on=True)
    with reading(database) as session:
        traces = traces_of(session, PERSON)
    with writing(database) as session:
        counted = forget(session, PERSON, traces, why="E1", who="key:1", now=NOW)
        assert first_break(session) is None
    assert set(PERSONAL) - set(counted) == set(), "every table had something of theirs"
    left = {name: everything_in(database, name) for name in REGISTER}
    for needle in (PHONE, "5321234567", NAME, "Öztürkoğlu", "C1-of-mehmet", "CRM-1001"):
        assert [name for name, held in left.items() if needle in held] == []
    assert [name for name in PERSONAL if "Emma" not in left[name] and "7911123456" not in left[name]
            and "C2-of-emma" not in left[name] and "2" not in left[name]] == []  # fmt: skip
    assert overwrite_deleted(database, list(PERSONAL))


def test_forgetting_nobody_changes_nothing(database: Engine) -> None:
    with writing(database) as session:
        append(session, "ayse", "told", "case:5001", {"reason": "x"}, NOW)
        assert forget(session, Person(), Traces(), why="E1", who="key:1", now=NOW) == {}
