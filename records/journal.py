"""What happened, in the order we learned it. Rows are only added; all else about a call follows from them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert


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

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    agent: Mapped[str | None] = mapped_column(String(64), index=True)
    reservation: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]


def append(session: Session, events: Sequence[Event]) -> None:
    """Add events to the journal; one that is there already is left as it is."""
    rows = [_row(event) for event in events]
    if rows:
        session.execute(insert(session, EventRow).on_conflict_do_nothing(index_elements=["id"]), rows)


def events_of(session: Session, call: str) -> list[Event]:
    """All that happened to a call, in the order we learned it."""
    return events_of_calls(session, [call]).get(call, [])


def events_of_calls(session: Session, calls: Collection[str]) -> dict[str, list[Event]]:
    """The same for several calls at once; a call nothing is known of is left out."""
    found: dict[str, list[Event]] = defaultdict(list)
    for row in session.scalars(select(EventRow).where(EventRow.call.in_(calls)).order_by(EventRow.seq)):
        found[row.call or ""].append(_event(row))
    return dict(found)


def events_of_agent(session: Session, agent: str, *, since: datetime, until: datetime) -> list[Event]:
    """What an agent did in [since, until), in order of time: the timesheet is computed from it."""
    chosen = select(EventRow).where(EventRow.agent == agent, EventRow.at >= since, EventRow.at < until)
    return [_event(row) for row in session.scalars(chosen.order_by(EventRow.at, EventRow.seq))]


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


def _event(row: EventRow) -> Event:
    return Event(
        id=row.id, kind=row.kind, at=row.at, call=row.call, agent=row.agent, reservation=row.reservation, data=row.data
    )
