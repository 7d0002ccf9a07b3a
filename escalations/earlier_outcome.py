"""How escalations on the same facts ended before, and on nearly the same: shown to whoever decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import Customer
from cases.facts import Facts, facts_key, facts_of
from cases.goodwill import Goodwill
from cases.precedent import LOOKED_THROUGH, MOST_DIFFERENCES, Difference, differences
from escalations.escalation import Escalation

KIND: Final = "escalation"


@dataclass(frozen=True, kw_only=True)
class EarlierOutcome:
    """With no `differs` it was about the very same facts."""

    escalation: Escalation
    differs: tuple[Difference, ...] = ()


def facts_of_escalation(session: Session, row: Escalation, told: Facts, goodwill: Goodwill | None = None) -> Facts:
    """Why it was escalated, and what decisions on goodwill are compared by; of what was given, its own facts."""
    case = session.get(Case, row.case_number) if row.case_number else None
    if goodwill is not None:
        return {**goodwill.facts, "trigger": row.trigger}
    customer = session.get(Customer, row.customer_id or (case.customer_id if case else None) or "")
    return {**(facts_of(case, customer, told) if case else told), "trigger": row.trigger}


def earlier_outcomes(session: Session, facts: Facts, *, but: str, limit: int = 10) -> tuple[EarlierOutcome, ...]:
    """Those on the same facts first, then by how few differ; each the newest first."""
    decided = select(Escalation).where(Escalation.outcome.is_not(None), Escalation.id != but)
    newest = decided.order_by(Escalation.decided_at.desc(), Escalation.id)
    key = facts_key(KIND, facts)
    exact = session.scalars(newest.where(Escalation.facts_key == key).limit(limit)).all()
    others = session.scalars(newest.where(Escalation.facts_key != key).limit(LOOKED_THROUGH)).all()
    return (*(EarlierOutcome(escalation=one) for one in exact), *_near(facts, others))[:limit]


def _near(facts: Facts, others: Sequence[Escalation]) -> list[EarlierOutcome]:
    near = [EarlierOutcome(escalation=one, differs=differences(facts, one.facts or {})) for one in others]
    return sorted((one for one in near if len(one.differs) <= MOST_DIFFERENCES), key=lambda one: len(one.differs))


def departs_from(session: Session, facts: Facts, outcome: str, *, but: str) -> tuple[str, ...]:
    """Escalations on the very same facts that ended otherwise, where none ended so: the same is not the same."""
    exact = [one.escalation for one in earlier_outcomes(session, facts, but=but) if not one.differs]
    return () if any(one.outcome == outcome for one in exact) else tuple(one.id for one in exact)
