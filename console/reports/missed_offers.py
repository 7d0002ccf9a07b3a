"""Offers that came to nothing, by agent and reason: whose phone is broken, who declines, what was our own doing."""

from collections import Counter
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api.fields import Moment
from console.reports.wanted import Wanted
from records.journal import EventRow
from routing.service_level import missed_reason


class MissedOffersShown(BaseModel):
    """One agent in [since, until)."""

    model_config = ConfigDict(frozen=True)

    agent: str
    since: Moment
    until: Moment
    missed: int
    reasons: Mapping[str, int] = Field(
        description="rejected, no_answer, busy, unreachable, agent_left, dropped (accepted, and gone before they met), "
        "caller_gone, not_rung (our doing), other."
    )


def missed_offers_report(session: Session, wanted: Wanted) -> list[MissedOffersShown]:
    """Who missed most comes first."""
    chosen = select(EventRow.agent, EventRow.data).where(
        EventRow.kind == "offer_failed", EventRow.at >= wanted.since, EventRow.at < wanted.until
    )
    missed: dict[str, Counter[str]] = {}
    for agent, data in session.execute(chosen):
        missed.setdefault(agent or "", Counter())[missed_reason(str(data.get("why")))] += 1
    most_first = sorted(missed.items(), key=lambda one: (-one[1].total(), one[0]))
    return [
        MissedOffersShown(
            agent=agent,
            since=wanted.since,
            until=wanted.until,
            missed=reasons.total(),
            reasons=dict(reasons.most_common()),
        )
        for agent, reasons in most_first
    ]
