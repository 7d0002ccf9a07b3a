"""What was given before on the same facts, and what whoever is in the conversation may give."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import ZONE, civil_day
from cases.customer import Customer
from cases.goodwill import Goodwill
from cases.goodwill_asking import purse_of
from cases.goodwill_rules import Giver, GoodwillRules, Tier
from cases.precedent import DECIDED
from cases.purse import contents, month_of
from escalations.board import EscalationBoard
from staff.agent import agent

MOST: Final = 3
LOOKED_THROUGH: Final = 200
LEAD: Final = "lead"

Told = dict[str, Any]


def precedents_told(board: EscalationBoard, session: Session, case: Case, customer: Customer | None) -> list[Told]:
    """The newest decisions on cases of the same reason, those of the same tier of customers first; never this case."""
    chosen = select(Goodwill).where(Goodwill.status.in_(DECIDED), Goodwill.case_number != case.number)
    newest = session.scalars(chosen.order_by(Goodwill.decided_at.desc(), Goodwill.id.desc()).limit(LOOKED_THROUGH))
    alike = [one for one in newest if case.reason is not None and one.facts.get("reason") == case.reason]
    tier = customer.tier if customer is not None else None
    alike.sort(key=lambda one: one.facts.get("tier") != tier)
    return [_precedent(board.care.goodwill, one) for one in alike[:MOST]]


def limits_of(board: EscalationBoard, session: Session, agent_id: str | None) -> list[Told]:
    """What the agent may give alone, and what is left of their month; then what a lead may."""
    rules, known, now = board.care.goodwill, agent(session, agent_id) if agent_id else None, board.clock()
    leads = next((tier for tier in rules.tiers if LEAD in tier.roles), None)
    told = [_limits(rules, leads, whose=LEAD, left=None)] if leads is not None else []
    if known is None:
        return told
    giver = Giver(agent_id=known.id, role=known.role, hired_on=known.hired_on, lead_id=known.lead_id)
    tier = rules.tier_of(giver, civil_day(now))
    purse = contents(session, purse_of("budget", known.id), month_of(now), budget=tier.budget)
    return [_limits(rules, tier, whose=known.name, left=purse.left), *told]


def _limits(rules: GoodwillRules, tier: Tier, *, whose: str, left: int | None) -> Told:
    kinds = [
        {"kind": kind.name, "tr": kind.words.tr, "en": kind.words.en, "kurus": tier.limit(kind.name)}
        for kind in rules.kinds.values()
        if tier.limit(kind.name) and kind.line == "budget"
    ]
    return {"whose": whose, "tier": tier.name, "left": left, "kinds": kinds}


def _precedent(rules: GoodwillRules, one: Goodwill) -> Told:
    kind = rules.kinds.get(one.kind)
    day = (one.decided_at or one.asked_at).astimezone(ZONE)
    return {"case": one.case_number, "kind": one.kind, "tr": kind.words.tr if kind else one.kind,
            "en": kind.words.en if kind else one.kind, "status": one.status, "kurus": one.kurus,
            "day": f"{day:%d.%m.%Y}", "why": one.decision_reason}  # fmt: skip
