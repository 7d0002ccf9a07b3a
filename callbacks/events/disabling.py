"""Nobody is there any more: a subscription is told nothing further, and somebody of ours learns of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.audit import append as append_audit
from records.event_subscription import EventSubscription
from staff.agent import Agent
from staff.notice import Notice, keep_notice

Why = Literal["gone", "failing"]
WHO_LOOKS_AFTER: Final = ("ops", "admin")
"""Roles of those who learn of it where no contact is named."""


def disable(session: Session, subscription: EventSubscription, why: Why, *, now: datetime) -> None:
    """`gone`: they said so themselves. `failing`: for days nothing arrived. Once; later failures change nothing."""
    if subscription.state not in ("active", "paused"):
        return
    subscription.state, subscription.state_since, subscription.state_why = "disabled", now, why
    told = {"name": subscription.name, "why": why}
    append_audit(session, "clock", "event_subscription_disabled", f"event_subscription:{subscription.id}", told, now)
    for agent_id in _who_learns(session, subscription):
        keep_notice(session, _notice(subscription, agent_id, why, now))


def _who_learns(session: Session, subscription: EventSubscription) -> Sequence[str]:
    if subscription.contact_id is not None:
        return [subscription.contact_id]
    return session.scalars(
        select(Agent.id).where(Agent.active, Agent.role.in_(WHO_LOOKS_AFTER)).order_by(Agent.id)
    ).all()


def _notice(subscription: EventSubscription, agent_id: str, why: Why, now: datetime) -> Notice:
    return Notice(
        id=f"event-subscription:{subscription.id}:{now.isoformat()}:{agent_id}",
        agent_id=agent_id,
        kind="connection_lost",
        key=f"notice_connection_lost_{why}",
        at=now,
        args={"name": subscription.name},
    )
