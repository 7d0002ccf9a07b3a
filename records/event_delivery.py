"""One event on its way to one subscriber, until it arrived or we gave up. Each try is written down.

It leaves at least once: a process that dies between the request and its outcome has it sent again, under the same name.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    UniqueConstraint,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.event_subscription import EventSubscription
from records.glance import Moment, at

CLAIM_TIME: Final = timedelta(seconds=60)
"""A request takes far less: after this long nobody is sending it."""
BUSY_OR_AWAY: Final = (429, 502, 503, 504)
"""Answers that say nothing of the event: who gives them is left alone for a while."""

_WAITING: Final = text("state = 'waiting'")
"""Asked for in the very words of the index: only then does SQLite see that it holds all that is to be sent."""

_SERIAL: Final = BigInteger().with_variant(Integer, "sqlite")


class EventDelivery(Base):
    """`state` is waiting, delivered or given_up. `answered` is the last status, None when there was no answer."""

    __tablename__ = "event_deliveries"
    __table_args__ = (
        UniqueConstraint("event_seq", "subscription_id", name="one_delivery_per_subscriber"),
        Index(
            "deliveries_to_make", "subscription_id", "next_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING
        ),
    )

    id: Mapped[int] = mapped_column(_SERIAL, primary_key=True)
    event_seq: Mapped[int] = mapped_column(ForeignKey("outgoing_events.seq", ondelete="CASCADE"))
    subscription_id: Mapped[str] = mapped_column(ForeignKey("event_subscriptions.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    answered: Mapped[int | None] = mapped_column(Integer)
    ended_at: Mapped[datetime | None]


class DeliveryTry(Base):
    """The log: when it was tried, what was answered (no status: nothing was) and how long that took."""

    __tablename__ = "delivery_tries"

    id: Mapped[int] = mapped_column(_SERIAL, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("event_deliveries.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    milliseconds: Mapped[int] = mapped_column(Integer)
    status: Mapped[int | None] = mapped_column(Integer)
    why: Mapped[str | None] = mapped_column(String(200))


def subscribers_due(session: Session, now: datetime) -> Sequence[str]:
    """Ids of active subscriptions that have something to be sent now."""
    return session.scalars(_subscribers_due(now)).all()


def _subscribers_due(now: Moment) -> Select[str]:
    due = _due(now).where(EventDelivery.subscription_id == EventSubscription.id).exists()
    chosen = select(EventSubscription.id).where(EventSubscription.state == "active", _rested(now), due)
    return chosen.order_by(EventSubscription.id)


def claim_next(session: Session, subscription_id: str, *, now: datetime) -> EventDelivery | None:
    """The next delivery to this subscriber, the one due longest first, if it is ours to make."""
    theirs = select(EventSubscription.id).where(EventSubscription.id == subscription_id)
    if session.scalar(theirs.where(EventSubscription.state == "active", _rested(now))) is None:
        return None
    chosen = (
        _due(now)
        .where(EventDelivery.subscription_id == subscription_id)
        .order_by(EventDelivery.next_at, EventDelivery.id)
    )
    delivery = session.scalars(chosen.limit(1).with_for_update(skip_locked=True)).first()
    if delivery is not None:
        delivery.claimed_until = now + CLAIM_TIME
    return delivery


def wait_no_longer(session: Session, subscription_id: str, *, now: datetime) -> None:
    """They answer again: what waited for that, and for nothing else, goes out now."""
    unanswered = or_(EventDelivery.answered.is_(None), EventDelivery.answered.in_(BUSY_OR_AWAY))
    theirs = update(EventDelivery).where(EventDelivery.subscription_id == subscription_id, _WAITING, unanswered)
    session.execute(theirs.where(EventDelivery.next_at > now).values(next_at=now))


def send_again(session: Session, delivery: EventDelivery, *, now: datetime) -> None:
    """From the beginning, whatever became of it."""
    delivery.state, delivery.next_at, delivery.tries = "waiting", now, 0
    delivery.claimed_until = delivery.ended_at = None


def _due(now: Moment) -> Select[EventDelivery]:
    free = or_(EventDelivery.claimed_until.is_(None), EventDelivery.claimed_until <= now)
    return select(EventDelivery).where(_WAITING, EventDelivery.next_at <= now, free)


def _rested(now: Moment) -> ColumnElement[bool]:
    return or_(EventSubscription.rests_until.is_(None), EventSubscription.rests_until <= now)


EVENTS_DUE: Final = _subscribers_due(at()).exists()
"""Whether there is anybody to be sent something."""
