"""What happened here and others want to hear of: written down in the transaction in which it happened, or never."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Integer, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert
from records.event_delivery import EventDelivery
from records.event_kind import KINDS
from records.event_subscription import KNOWN_HERE, listening

KEPT_FOR: Final = timedelta(days=30)
"""How long it can be sent once more."""
FORGOTTEN_AT_ONCE: Final = 5_000


class OutgoingEvent(Base):
    """`subject` is written as in the audit trail: `case:4812`. `seq` is the order in which we learned of them.

    `once` names what happened where we may be told of it twice.
    """

    __tablename__ = "outgoing_events"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)
    once: Mapped[str | None] = mapped_column(String(160), unique=True)


def announce(
    session: Session, kind: str, subject: str, data: Mapping[str, Any], *, now: datetime, once: str | None = None
) -> None:
    """Tell whoever subscribed to this kind. Nothing is written where nobody did.

    `data` is JSON of ids and facts: no name, number or words of a person leave the house this way.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of event: it stands in records/event_kind.py, or it is not announced")
    if told := listening(session, kind):
        announce_to(session, told, kind, subject, data, now=now, once=once)


def announce_nothing(session: Session) -> None:
    """In this transaction: what is brought in from elsewhere is news to nobody."""
    session.info[KNOWN_HERE] = []


def announce_to(
    session: Session,
    subscriptions: list[str],
    kind: str,
    subject: str,
    data: Mapping[str, Any],
    *,
    now: datetime,
    once: str | None = None,
) -> int | None:
    """The same to these alone, whatever they subscribed to. The event's number; None when it was told before."""
    row = insert(session, OutgoingEvent).values(kind=kind, subject=subject, data=dict(data), at=now, once=once)
    kept = row.on_conflict_do_nothing(index_elements=["once"]).returning(OutgoingEvent.seq)
    seq = session.scalar(kept)
    if seq is not None:
        session.add_all(EventDelivery(event_seq=seq, subscription_id=to, next_at=now) for to in subscriptions)
        session.flush()
    return seq


def event_name(event: OutgoingEvent) -> str:
    """What the event is called outside, for ever: with its moment, so that no other database has the same."""
    return f"evt_{round(event.at.timestamp() * 1000)}_{event.seq}"


def forget_old_events(session: Session, *, now: datetime) -> bool:
    """Drop what nobody will ask for again, with its deliveries. Tells whether there is more."""
    chosen = select(OutgoingEvent.seq).where(OutgoingEvent.at < now - KEPT_FOR).limit(FORGOTTEN_AT_ONCE)
    old = session.scalars(chosen).all()
    session.execute(delete(OutgoingEvent).where(OutgoingEvent.seq.in_(old)))
    return len(old) == FORGOTTEN_AT_ONCE
