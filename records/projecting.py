"""What happened is written twice: as events, and as what they add up to."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.orm import Session

from records.call_record import CallRecord, CallRow
from records.call_story import replay
from records.database import insert_in
from records.handling import keep_handlings
from records.journal import Event, events_of_calls
from records.queue_stay import keep_queue_stays


def project(session: Session, events: Sequence[Event]) -> list[CallRecord]:
    """Bring the rows of these events' calls up to date; each call's whole journal is folded again.

    Append the events to the journal first. Events may come late, twice and in any order.
    """
    calls = sorted({event.call for event in events if event.call})
    stories = events_of_calls(session, calls)
    records = [_fitting(record) for story in stories.values() if (record := replay(story))]
    if records:
        session.execute(_upsert(session.get_bind().dialect.name), [dict(vars(record)) for record in records])
    keep_handlings(session, events, stories, {record.sid: record.queue for record in records})
    keep_queue_stays(session, events, stories)
    return records


@cache
def _upsert(dialect: str) -> Insert:
    """A call's row as it is now, whether there was one before or not."""
    row = insert_in(dialect, CallRow)
    changed = {column.name: row.excluded[column.name] for column in CallRow.__table__.columns if column.name != "sid"}
    return row.on_conflict_do_update(index_elements=["sid"], set_=changed)


_WIDTHS = {
    name: length
    for name, column in CallRow.__table__.columns.items()
    if name != "sid" and (length := getattr(column.type, "length", None))
}


def _fitting(record: CallRecord) -> CallRecord:
    """Text as the columns can hold it, whatever carriers and people sent: one long SIP address must not cost the
    other calls their records. The journal has it in full."""
    told = vars(record)
    fitting: Any = {
        name: fit
        for name, width in _WIDTHS.items()
        if (value := told[name]) is not None and (fit := _fit(value, width)) != value
    }
    return replace(record, **fitting) if fitting else record


def _fit(value: object, width: int) -> str:
    text = str(value).replace("\0", "")
    return text.encode(errors="replace").decode()[:width]
