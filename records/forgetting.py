"""A person is forgotten, table by table, as the register of data says. Statistics stay, nobody is told from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    LargeBinary,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from records.data_class import DataOfTable
from records.data_register import REGISTER
from records.database import Base
from records.journal import EventRow
from records.person import Person
from records.redaction import empty_rows, rows_about
from records.scrubbing import scrubbed
from records.whose import is_theirs
from records.words import Words, cut_out, words_naming

AUDIT: Final = "audit"
AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What mentions a person in tables whose rows are nobody's: found beforehand, as it takes a while.

    `audit` are rows of the chain; `mentions` are keys of rows by table, `words` what others wrote that names them.
    """

    audit: Sequence[int] = ()
    mentions: Mapping[str, Sequence[tuple[Any, ...]]] = field(default_factory=dict)
    words: Mapping[str, Sequence[Words]] = field(default_factory=dict)


def traces_of(session: Session, person: Person) -> Traces:
    """Look through everything that is nobody's and may mention them. Only reads."""
    looked_through = {name: held for name, held in REGISTER.items() if "mention" in held.found_by.values()}
    mentions = {
        name: _mentioning(session, name, held, person) for name, held in looked_through.items() if name != AUDIT
    }
    return Traces(audit=rows_about(session, person), mentions=mentions, words=words_naming(session, person))


def forget(session: Session, person: Person, traces: Traces, *, why: str, who: str, now: datetime) -> dict[str, int]:
    """Everything of theirs goes, or stays without what is theirs; how many rows of each table. `why` names the erasure.

    Doing it again does no harm. What is kept outside this database is not touched.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
    rows = {name: _blank(session, name, person) for name in _with("blanked")}
    rows["call_events"] = _scrub_journal(session, person)
    rows["outgoing_events"] = _scrub_told(session, traces.mentions.get("outgoing_events", ()), person)
    for name in reversed([table.name for table in Base.metadata.sorted_tables if table.name in _with("goes")]):
        rows[name] = _delete(session, name, person) + _delete_keys(session, name, traces.mentions.get(name, ()))
    cut_out(session, traces.words, person)
    empty_rows(session, traces.audit, why=why, who=who, now=now)
    rows[AUDIT] = len(traces.audit)
    return {name: count for name, count in rows.items() if count}


def _with(fate: str) -> list[str]:
    return [name for name, held in REGISTER.items() if held.fate == fate]


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _mentioning(session: Session, name: str, held: DataOfTable, person: Person) -> list[tuple[Any, ...]]:
    table = _table(name)
    keys = list(table.primary_key.columns)
    texts = [cast(table.c[column], Text) for column, named in held.found_by.items() if named == "mention"]
    rows = session.execute(select(*keys, *texts).execution_options(yield_per=1000))
    return [
        tuple(row[: len(keys)])
        for row in rows
        if any(text and (person.sought.search(text) or person.linked.search(text)) for text in row[len(keys) :])
    ]


def _blank(session: Session, name: str, person: Person) -> int:
    """Personal columns are emptied; of addresses that may be ours, and of customers' ids, those that are theirs."""
    table, held = _table(name), REGISTER[name]
    theirs = is_theirs(table, held, person)
    count = session.scalar(select(func.count()).select_from(table).where(theirs)) or 0
    emptied = [column for column in held.emptied if held.found_by.get(column) not in ("customer", "either_end")]
    if emptied:
        session.execute(update(table).where(theirs).values({column: nothing(table.c[column]) for column in emptied}))
    for column, named in held.found_by.items():
        if named in ("customer", "either_end"):
            of_them = table.c[column].in_(sorted(person.named(named)))
            session.execute(update(table).where(of_them).values({column: nothing(table.c[column])}))
    return count


def nothing(column: Column[Any]) -> Any:
    """What stands where something personal stood."""
    if column.nullable:
        return null()
    if isinstance(column.type, JSON):
        return [] if "list" in str(getattr(column.default, "arg", "")) else {}
    return b"" if isinstance(column.type, LargeBinary) else ""


def _scrub_journal(session: Session, person: Person) -> int:
    """Events of their calls, and those set aside because no database would have them, whosever they are."""
    told = select(EventRow.seq, EventRow.data).where(
        or_(EventRow.call.in_(sorted(person.calls)), EventRow.kind == "set_aside")
    )
    return _scrub(session, _table("call_events"), session.execute(told), person)


def _scrub_told(session: Session, keys: Sequence[tuple[Any, ...]], person: Person) -> int:
    """Events for other systems that mention them, as long as these may still be sent."""
    table = _table("outgoing_events")
    told = select(table.c.seq, table.c.data).where(table.c.seq.in_([key for (key,) in keys]))
    return _scrub(session, table, session.execute(told), person)


def _scrub(session: Session, table: Table, rows: Iterable[Any], person: Person) -> int:
    changed = [{"row": seq, "left": left} for seq, data in rows if (left := scrubbed(data, person.sought)) != data]
    if changed:
        emptying = update(table).where(table.c.seq == bindparam("row")).values(data=bindparam("left"))
        session.connection().execute(emptying, changed)
    return len(changed)


def _delete(session: Session, name: str, person: Person) -> int:
    table = _table(name)
    gone = session.execute(delete(table).where(is_theirs(table, REGISTER[name], person)))
    return int(getattr(gone, "rowcount", 0))


def _delete_keys(session: Session, name: str, keys: Sequence[tuple[Any, ...]]) -> int:
    table = _table(name)
    for key in keys:
        same = [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
        session.execute(delete(table).where(true(), *same))
    return len(keys)
