"""What we said we would do, by when, and who said it. A promise ends kept, broken or released, and once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.outgoing_event import announce

End = Literal["kept", "broken", "released"]
Party = Literal["us", "customer"]


class Promise(Base):
    """`kind` is next_action, update, callback, delivery or whatever policy names; `what` is in people's words.

    `party` is who owes it: `us`, or the `customer`.
    """

    __tablename__ = "promises"
    __table_args__ = (Index("ix_promises_status_due", "status", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    party: Mapped[str] = mapped_column(String(16), default="us")
    by_agent: Mapped[str | None] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(16), default="open")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def make_promise(
    session: Session,
    *,
    case_number: str,
    kind: str,
    what: str,
    due_at: datetime,
    by_agent: str | None,
    now: datetime,
    party: Party = "us",
) -> Promise:
    """Write a promise down before it is spoken. The same open promise again is the same promise."""
    same = {"case_number": case_number, "kind": kind, "what": what, "due_at": due_at, "status": "open"}
    promise = session.scalars(select(Promise).filter_by(**same)).first()
    if promise is None:
        promise = Promise(**same, party=party, by_agent=by_agent, made_at=now)
        session.add(promise)
        session.flush()
        _announce(session, "promise.made", promise, now)
    return promise


def end_promise(session: Session, promise_id: int, how: End, now: datetime) -> bool:
    """Settle an open promise; False if it had ended before or there is none."""
    promise = session.get(Promise, promise_id, with_for_update=True, populate_existing=True)
    if promise is None or promise.status != "open":
        return False
    promise.status, promise.ended_at = how, now
    _announce(session, f"promise.{how}", promise, now)
    return True


def promises_of(session: Session, case_number: str) -> Sequence[Promise]:
    """All promises about a case, the next due first."""
    chosen = select(Promise).where(Promise.case_number == case_number)
    return session.scalars(chosen.order_by(Promise.due_at, Promise.id)).all()


def due_promises(session: Session, now: datetime, *, limit: int = 100) -> Sequence[Promise]:
    """Open promises of ours whose time has come, the longest overdue first."""
    chosen = select(Promise).where(Promise.status == "open", Promise.party == "us", Promise.due_at <= now)
    return session.scalars(chosen.order_by(Promise.due_at, Promise.id).limit(limit)).all()


def _announce(session: Session, kind: str, promise: Promise, now: datetime) -> None:
    """What was promised is in people's words and stays here."""
    told = {
        "promise": promise.id,
        "case": promise.case_number,
        "kind": promise.kind,
        "party": promise.party,
        "due_at": promise.due_at.isoformat(),
        "by_agent": promise.by_agent,
    }
    announce(session, kind, f"case:{promise.case_number}", told, now=now)
