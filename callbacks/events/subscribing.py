"""Somebody outside begins to be told, is told differently, or no more. Each act is in the audit trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from callbacks.events.signature import BOTH_FOR
from records.audit import append as append_audit
from records.database import serialise
from records.event_delivery import EventDelivery, send_again
from records.event_kind import TEST
from records.event_subscription import KNOWN_HERE, LISTENING, EventSubscription
from records.outgoing_event import OutgoingEvent, announce_to

MOST: Final = 50
"""Subscriptions. Each event is kept once for each; whoever needs more passes them on from one."""
MOST_AGAIN: Final = 10_000
"""Deliveries sent again by one request."""

Wish = Literal["active", "paused"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a subscriber asks for, already looked at: an address we reach, kinds that exist, an agent who is here."""

    name: str
    url: str
    kinds: tuple[str, ...]
    contact_id: str | None
    state: Wish = "active"


def subscribe(session: Session, id: str, wanted: Wanted, *, by: str, now: datetime) -> EventSubscription | None:
    """None where there are as many as there may be."""
    serialise(session, KNOWN_HERE)
    there = session.scalar(select(func.count()).where(EventSubscription.state != "ended")) or 0
    if there >= MOST:
        return None
    subscription = EventSubscription(
        id=id, name=wanted.name, url=wanted.url, kinds=list(wanted.kinds), contact_id=wanted.contact_id,
        state=wanted.state, state_since=now, made_by=by, made_at=now, failures=0, secret_turn=1,
    )  # fmt: skip
    session.add(subscription)
    _write_audit(session, subscription, "event_subscription_made", by, now)
    return subscription


def change(session: Session, subscription: EventSubscription, wanted: Wanted, *, by: str, now: datetime) -> None:
    """Also how one that we had given up is taken up again: what waited for it goes out."""
    subscription.name, subscription.url = wanted.name, wanted.url
    subscription.kinds, subscription.contact_id = list(wanted.kinds), wanted.contact_id
    if subscription.state != wanted.state:
        subscription.state, subscription.state_since, subscription.state_why = wanted.state, now, None
        subscription.failures, subscription.failing_since, subscription.rests_until = 0, None, None
    _write_audit(session, subscription, "event_subscription_changed", by, now)


def end(session: Session, subscription: EventSubscription, *, by: str, now: datetime) -> None:
    """It is told nothing more, and what was on its way is given up. Its log stays as long as the events do."""
    subscription.state, subscription.state_since, subscription.state_why = "ended", now, "asked"
    waiting = update(EventDelivery).where(EventDelivery.subscription_id == subscription.id)
    session.execute(waiting.where(EventDelivery.state == "waiting").values(state="given_up", ended_at=now))
    _write_audit(session, subscription, "event_subscription_ended", by, now)


def rotate_secret(session: Session, subscription: EventSubscription, *, by: str, now: datetime) -> None:
    """From now on the next secret; the one before counts for a day more."""
    subscription.secret_turn += 1
    subscription.old_secret_until = now + BOTH_FOR
    _write_audit(session, subscription, "event_secret_rotated", by, now)


def send_test(session: Session, subscription: EventSubscription, *, by: str, now: datetime) -> int | None:
    """An event for nobody but them, at once, even if they rest just now. Its number."""
    subscription.rests_until = None
    session.flush()
    subject = f"event_subscription:{subscription.id}"
    return announce_to(session, [subscription.id], TEST, subject, {"asked_by": by}, now=now)


def send_since(
    session: Session, subscription: EventSubscription, since: datetime, until: datetime, states: Collection[str]
) -> list[EventDelivery]:
    """Deliveries of what happened in [since, until) that are in one of these states, the oldest first."""
    chosen = select(EventDelivery).join(OutgoingEvent, OutgoingEvent.seq == EventDelivery.event_seq)
    chosen = chosen.where(EventDelivery.subscription_id == subscription.id, EventDelivery.state.in_(states))
    chosen = chosen.where(OutgoingEvent.at >= since, OutgoingEvent.at < until)
    return list(session.scalars(chosen.order_by(OutgoingEvent.seq).limit(MOST_AGAIN)))


def resend(
    session: Session, subscription: EventSubscription, deliveries: list[EventDelivery], *, by: str, now: datetime
) -> int:
    """Each once more, from the beginning and under its old name. How many."""
    for delivery in deliveries:
        send_again(session, delivery, now=now)
    told = {"deliveries": len(deliveries)}
    append_audit(session, by, "events_sent_again", f"event_subscription:{subscription.id}", told, now)
    return len(deliveries)


def is_told(subscription: EventSubscription) -> bool:
    return subscription.state in LISTENING


def _write_audit(session: Session, subscription: EventSubscription, what: str, by: str, now: datetime) -> None:
    session.flush()
    session.info.pop(KNOWN_HERE, None)
    told: dict[str, Any] = {
        "name": subscription.name,
        "url": subscription.url,
        "kinds": subscription.kinds,
        "state": subscription.state,
    }
    append_audit(session, by, what, f"event_subscription:{subscription.id}", told, now)
