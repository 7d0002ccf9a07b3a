"""A caller's time in a queue: when they entered it, how long they waited, how it ended. Service level counts these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Index, Insert, Integer, String, Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.call_record import is_of_the_side, is_stay_of_callback
from records.call_story import in_order
from records.database import Base, insert_in
from records.journal import Event

TELLING: Final = frozenset({"waiting", "stepped_aside", "callback_promised", "answered", "ended"})
"""Kinds of events a stay follows from."""


class QueueStay(Base):
    """Table `queue_stays`: the `number`-th stay of a call, from 1. `ending` (answered, abandoned, flowed_out, callback)
    and `waited_seconds` are None while the caller is in the queue."""

    __tablename__ = "queue_stays"
    __table_args__ = (Index("ix_queue_stays_entered", "entered_at", "queue", "ending", "waited_seconds"),)

    call: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    queue: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime]
    ending: Mapped[str | None] = mapped_column(String(16))
    waited_seconds: Mapped[float | None]


_STAYS = cast(Table, QueueStay.__table__)
_NO_MORE = _STAYS.delete().where(_STAYS.c.call == bindparam("of_call"), _STAYS.c.number > bindparam("stays"))
"""Stays that a late event showed to be none."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """The same while it is computed. `aside_since`: they hear something else and their place is kept."""

    queue: str
    entered_at: datetime
    ending: str | None = None
    waited_seconds: float | None = None
    aside_since: datetime | None = None
    promised: bool = False

    def over(self, ending: str, at: datetime) -> "Stay":
        return replace(self, ending=ending, waited_seconds=max((at - self.entered_at).total_seconds(), 0.0))


def keep_queue_stays(session: Session, events: Sequence[Event], stories: Mapping[str, Sequence[Event]]) -> None:
    """Bring the stays of the calls these events are about up to date, from their whole journals. Two processes may do
    so at once: both write the same. A callback in line is nobody who waits on the line, nor is a colleague
    who is sought for a conversation: these have none."""
    touched = sorted({event.call for event in events if event.call and _tells(event)})
    known = {call: list(_rows(call, stories.get(call, ()))) for call in touched}
    if rows := [row for several in known.values() for row in several]:
        session.execute(_upsert(session.get_bind().dialect.name), rows)
    if known:
        session.execute(_NO_MORE, [{"of_call": call, "stays": len(several)} for call, several in known.items()])


def _tells(event: Event) -> bool:
    return event.kind in TELLING and not (is_stay_of_callback(event.call) or is_of_the_side(event.call))


def stays_of(story: Iterable[Event]) -> Iterator[Stay]:
    """The stays of one call, in order, whatever the order of its events.

    Who met an agent was answered; who was promised a callback and hung up chose it; who stepped aside and never came
    back, or went on to another queue, flowed out; who hung up waiting gave up. Who is put back stays once more.
    """
    stay: Stay | None = None
    for event in in_order(story):
        queue = str(event.data.get("queue") or "")
        if event.kind == "waiting" and (stay is None or queue != stay.queue):
            if stay is not None:
                yield stay.over("flowed_out", stay.aside_since or event.at)
            stay = Stay(queue=queue, entered_at=event.at)
        elif stay is not None:
            stay = _after(stay, event)
            if stay.ending is not None:
                yield stay
                stay = None
        if event.kind == "ended":
            return
    if stay is not None:
        yield stay


def stays_between(session: Session, *, since: datetime, until: datetime, queue: str | None = None) -> list[Any]:
    """Rows (queue, entered_at, ending, waited_seconds) of who entered a queue in [since, until), in order of time."""
    chosen = select(QueueStay.queue, QueueStay.entered_at, QueueStay.ending, QueueStay.waited_seconds).where(
        QueueStay.entered_at >= since, QueueStay.entered_at < until
    )
    if queue is not None:
        chosen = chosen.where(QueueStay.queue == queue)
    return list(session.execute(chosen.order_by(QueueStay.entered_at)))


@cache
def _upsert(dialect: str) -> Insert:
    row = insert_in(dialect, QueueStay)
    changed = {name: row.excluded[name] for name in ("queue", "entered_at", "ending", "waited_seconds")}
    return row.on_conflict_do_update(index_elements=["call", "number"], set_=changed)


def _after(stay: Stay, event: Event) -> Stay:
    match event.kind:
        case "waiting":
            return replace(stay, aside_since=None)
        case "stepped_aside":
            return replace(stay, aside_since=event.at)
        case "callback_promised":
            return replace(stay, promised=True)
        case "answered":
            return stay.over("answered", event.at)
        case "ended" if stay.promised:
            return stay.over("callback", stay.aside_since or event.at)
        case "ended" if stay.aside_since is not None:
            return stay.over("flowed_out", stay.aside_since)
        case "ended":
            return stay.over("abandoned", event.at)
        case _:
            return stay


def _rows(call: str, story: Iterable[Event]) -> Iterator[dict[str, Any]]:
    for number, stay in enumerate(stays_of(story), start=1):
        yield {
            "call": call,
            "number": number,
            "queue": stay.queue[:80],
            "entered_at": stay.entered_at,
            "ending": stay.ending,
            "waited_seconds": stay.waited_seconds,
        }
