"""What became of one try, and what follows from it for the delivery and for its subscriber."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.events.disabling import disable
from callbacks.events.retrying import DISABLED_AFTER, next_try, rest
from records.event_delivery import BUSY_OR_AWAY, DeliveryTry, EventDelivery, wait_no_longer
from records.event_subscription import EventSubscription

GONE: Final = 410
LONGEST_WHY: Final = 200


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`status` is None where nothing was answered, and `why` says what kept it. `wish` is their Retry-After."""

    status: int | None
    milliseconds: int
    why: str | None = None
    wish: timedelta | None = None

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def nobody_there(self) -> bool:
        """It says nothing of the event, and the next one would fare no better."""
        return self.status is None or self.status in BUSY_OR_AWAY


def settle(session: Session, delivery_id: int, outcome: Outcome, *, now: datetime) -> None:
    """Write it down, once for each try, and decide what comes next."""
    delivery = session.get(EventDelivery, delivery_id, with_for_update=True)
    if delivery is None:
        return
    why = outcome.why[:LONGEST_WHY] if outcome.why else None
    session.add(DeliveryTry(delivery_id=delivery_id, at=now, milliseconds=outcome.milliseconds,
                            status=outcome.status, why=why))  # fmt: skip
    delivery.tries, delivery.answered, delivery.claimed_until = delivery.tries + 1, outcome.status, None
    subscription = session.get_one(EventSubscription, delivery.subscription_id, with_for_update=True)
    if outcome.arrived:
        delivery.state, delivery.ended_at = "delivered", now
        _answers(session, subscription, now)
    else:
        _put_off(delivery, now)
        _fails(session, subscription, outcome, now)


def _put_off(delivery: EventDelivery, now: datetime) -> None:
    after = next_try(delivery.id, delivery.tries)
    if after is None:
        delivery.state, delivery.ended_at = "given_up", now
    else:
        delivery.next_at = now + after


def _answers(session: Session, subscription: EventSubscription, now: datetime) -> None:
    if subscription.rests_until is not None:
        wait_no_longer(session, subscription.id, now=now)
    if subscription.failing_since is not None:
        subscription.failures, subscription.failing_since, subscription.rests_until = 0, None, None


def _fails(session: Session, subscription: EventSubscription, outcome: Outcome, now: datetime) -> None:
    subscription.failures += 1
    subscription.failing_since = subscription.failing_since or now
    if outcome.nobody_there:
        subscription.rests_until = now + rest(subscription.failures, outcome.wish)
    if outcome.status == GONE:
        disable(session, subscription, "gone", now=now)
    elif now - subscription.failing_since >= DISABLED_AFTER:
        disable(session, subscription, "failing", now=now)
