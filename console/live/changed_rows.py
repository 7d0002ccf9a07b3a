"""Which rows a transaction changed, told once it is committed: one place for everything that writes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidRequestError

from console.live.concerns import BOOKKEEPING, CONCERNS
from routing.errors import FloorUnavailable
from routing.floor import Floor
from routing.news import News

JOURNAL: Final = "call_events"
WRITTEN: Final = "written"
TOLD_BY_THE_FLOOR: Final = frozenset(
    {"agent_state", "waiting", "widened", "offered", "rang", "accepted", "offer_failed", "left", "leg", "answerer"}
)
"""Events that say no more in the records than was told as they happened."""
MOST: Final = 200
"""Rows of one transaction told one by one; of more, only which tables they are in."""
CHANGED: Final = "sahip_changed"
COMMITTED: Final = "sahip_committed"


def tell_of_changes(database: Engine, floor: Floor) -> None:
    """From now on pages learn of what this process commits. A row is told by its name, never by what it says."""
    event.listen(database, "after_execute", _note)
    event.listen(database, "commit", _keep)
    event.listen(database, "rollback", _drop)
    event.listen(database.pool, "checkin", partial(_tell, floor))


def _note(connection: Connection, statement: Any, many: Any, one: Any, options: Any, result: Any) -> None:
    if not getattr(statement, "is_dml", False) or not result.rowcount:
        return
    rows = result.context.compiled_parameters
    news = _written(rows) if statement.table.name == JOURNAL else _changed(statement, result, rows)
    if news:
        connection.info.setdefault(CHANGED, {}).update(dict.fromkeys(news))


def _changed(statement: Any, result: Any, rows: Sequence[Mapping[str, Any]]) -> list[News]:
    """Nothing, where no page shows such rows, or only when we look at them next was changed."""
    table = statement.table.name
    concern = CONCERNS.get(table)
    if concern is None:
        return []
    unseen = BOOKKEEPING | {f"{table}_{concern.key}", f"{concern.key}_1"}
    names = _names(statement, result, concern.key, rows)
    return [
        News(kind=table, about=name, agents=_people(row, concern.agents) if name or statement.is_insert else ())
        for name, row in zip(names, rows, strict=False)
        if row.keys() - unseen
    ]


def _written(rows: Sequence[Mapping[str, Any]]) -> list[News]:
    told = (row for row in rows if row["kind"] not in TOLD_BY_THE_FLOOR)
    return [News(kind=WRITTEN, call=row.get("call") or "", agent=row.get("agent") or "") for row in told]


def _names(statement: Any, result: Any, key: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each row is called; "" where a statement chooses its rows in another way."""
    table = statement.table.name
    found = [
        next((row[name] for name in (f"{table}_{key}", f"{key}_1", key) if row.get(name) is not None), "")
        for row in rows
    ]
    if statement.is_insert and not all(found):
        found = _given(result) or found
    return [str(name) for name in found]


def _given(result: Any) -> list[Any]:
    """Names the database itself gave."""
    try:
        return [row[0] for row in result.inserted_primary_key_rows]
    except InvalidRequestError:
        return []


def _people(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in columns if row.get(column))


def _keep(connection: Connection) -> None:
    if changed := connection.info.pop(CHANGED, None):
        connection.info[COMMITTED] = changed


def _drop(connection: Connection) -> None:
    connection.info.pop(CHANGED, None)
    connection.info.pop(COMMITTED, None)


def _tell(floor: Floor, _: Any, record: Any) -> None:
    """The transaction is over and its connection given back: nobody's lock waits for this."""
    changed = record.info.pop(COMMITTED, None)
    if not changed:
        return
    news = list(changed) if len(changed) <= MOST else [News(kind=kind) for kind in {one.kind for one in changed}]
    try:
        floor.tell(news)
    except FloorUnavailable:
        return  # pages ask by themselves while there is no floor
