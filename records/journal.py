"""What happened, in the order we learned it. Rows are only added; all else about a call follows from them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Index, Insert, Integer, Row, String, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert_in


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened to a call or an agent. `id` names it for ever: the same event may arrive twice.

    `data` is JSON; the kinds and what each carries are listed in docs/architecture.md.
    """

    id: str
    kind: str
    at: datetime
    call: str | None = None
    agent: str | None = None
    reservation: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


class EventRow(Base):
    __tablename__ = "call_events"
    __table_args__ = (Index("ix_call_events_agent_at", "agent", "at"),)

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    agent: Mapped[str | None] = mapped_column(String(64))
    reservation: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]


_EVENTS = EventRow.__table__
_TOLD = [_EVENTS.c[name] for name in ("id", "kind", "at", "call", "agent", "reservation", "data")]
_OF_CALLS = select(*_TOLD).where(_EVENTS.c.call.in_(bindparam("calls", expanding=True))).order_by(_EVENTS.c.seq)
"""Made once: a statement takes longer to put together than to carry out."""


@cache
def _append(dialect: str) -> Insert:
    return insert_in(dialect, EventRow).on_conflict_do_nothing(index_elements=["id"])


def append(session: Session, events: Sequence[Event]) -> None:
    """Add events to the journal; one that is there already is left as it is."""
    rows = [_row(event) for event in events]
    if rows:
        session.execute(_append(session.get_bind().dialect.name), rows)


def events_of(session: Session, call: str) -> list[Event]:
    """All that happened to a call, in the order we learned it."""
    return events_of_calls(session, [call]).get(call, [])


def events_of_calls(session: Session, calls: Collection[str]) -> dict[str, list[Event]]:
    """The same for several calls at once; a call nothing is known of is left out."""
    found: dict[str, list[Event]] = defaultdict(list)
    if not calls:
        return {}
    for row in session.execute(_OF_CALLS, {"calls": list(calls)}):
        found[row.call or ""].append(_event(row))
    return dict(found)


def events_of_agent(session: Session, agent: str, *, since: datetime, until: datetime) -> list[Event]:
    """What an agent did in [since, until), in order of time: the timesheet is computed from it."""
    chosen = select(*_TOLD).where(_EVENTS.c.agent == agent, _EVENTS.c.at >= since, _EVENTS.c.at < until)
    return [_event(row) for row in session.execute(chosen.order_by(_EVENTS.c.at, _EVENTS.c.seq))]


def calls_with(session: Session, kind: str, *, since: datetime, limit: int) -> list[str]:
    """Calls to which something of this kind happened since then, the first one first."""
    chosen = select(EventRow.call).where(EventRow.kind == kind, EventRow.at >= since, EventRow.call.is_not(None))
    rows = session.scalars(chosen.group_by(EventRow.call).order_by(func.min(EventRow.seq)).limit(limit))
    return [call for call in rows if call is not None]


def _row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "at": event.at,
        "call": event.call,
        "agent": event.agent,
        "reservation": event.reservation,
        "data": dict(event.data),
    }


def _event(row: Row[Any]) -> Event:
    return Event(**row._mapping)
