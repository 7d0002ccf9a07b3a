"""Somebody wants to make it right: within their authority it is done, above it somebody else is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.authority_mark import is_suspended
from cases.case import Case
from cases.civil_day import civil_day
from cases.customer import Customer
from cases.errors import BudgetOverdrawn, GoodwillRefused
from cases.facts import facts_key, facts_of, fault_in
from cases.final_answer import see_that_nothing_is_final
from cases.goodwill import Goodwill
from cases.goodwill_rules import Giver, GoodwillRules, Line, Tier
from cases.money import lira
from cases.precedent import departs_from
from cases.purse import contents, month_of, spend
from cases.rule_proposal import propose_rule, standing_rule
from records.audit import append as append_audit
from records.database import serialise
from records.outgoing_event import announce

MOST_KURUS: Final = 100_000_000
"""A million lira: whoever types more has mistyped."""
CENTRE: Final = "centre"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be given, for which case and why. `once` names the request, `via` is the key it came with.

    `evidence` shows what happened. `let_decide`: somebody else is to decide it, also within one's own authority.
    """

    once: str
    case_number: str
    kind: str
    kurus: int
    via: str
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    let_decide: bool = False


def ask_goodwill(session: Session, wish: Wish, giver: Giver, rules: GoodwillRules, now: datetime) -> Goodwill:
    """Grant it and spend the money, or leave it to be decided. The same request again is the same goodwill.

    Raises GoodwillRefused with a fault for each field, BudgetOverdrawn when the month's purse has not enough,
    AlreadyDecided while a final answer stands.
    """
    serialise(session, f"goodwill:{wish.once}")
    earlier = session.scalars(select(Goodwill).where(Goodwill.once == wish.once)).first()
    if earlier is not None:
        return earlier
    case = session.get(Case, wish.case_number)
    faults = _faults(wish, case, rules)
    if case is None or faults:
        raise GoodwillRefused(faults)
    see_that_nothing_is_final(session, case.number)
    asked = _asked(session, wish, case, giver, rules, now)
    if asked.why_asked is None:
        pay(session, asked, giver, rules, now)
        asked.status, asked.decided_by, asked.decided_at = "granted", giver.agent_id, now
    session.add(asked)
    session.flush()
    if asked.status == "granted":
        settle(session, asked, giver, rules, now)
    append_audit(session, f"agent:{giver.agent_id}", f"goodwill_{asked.status}", f"case:{case.number}",
                 told(asked, wish.via), now)  # fmt: skip
    return asked


def pay(session: Session, goodwill: Goodwill, payer: Giver, rules: GoodwillRules, now: datetime) -> None:
    """Out of the payer's purse of this month, and of the whole centre's where it has one. Raises BudgetOverdrawn.

    What a rule covers is nobody's favour: it is in no agent's purse.
    """
    tier, line, month = rules.tier_of(payer, civil_day(now)), rules.kinds[goodwill.kind].line, month_of(now)
    holder = purse_of(line, payer.agent_id) if goodwill.by_rule is None else None
    if holder is not None:
        _spend(session, holder, month, goodwill.kurus, tier.purse(line))
    if rules.centre_budget is not None:
        _spend(session, CENTRE, month, goodwill.kurus, rules.centre_budget)
    goodwill.charged, goodwill.month = holder, month


def settle(session: Session, granted: Goodwill, giver: Giver, rules: GoodwillRules, now: datetime) -> None:
    """What follows from a grant: where it departs from earlier decisions, and whether it should be a rule by now."""
    granted.departs_from = departs_from(session, granted, "granted")
    propose_rule(session, granted, rules, rules.rules_owner or giver.lead_id, now)
    tell_outside(session, granted, now)


def tell_outside(session: Session, decided: Goodwill, now: datetime) -> None:
    """Who listens outside learns what was decided, without anybody's words."""
    names = ("id", "status", "kind", "kurus", "agent_id", "decided_by", "by_rule")
    data = {name: getattr(decided, name) for name in names}
    announce(session, "goodwill.decided", f"case:{decided.case_number}", data, now=now)


def purse_of(line: Line, agent_id: str) -> str:
    return f"{line}:{agent_id}"


def told(goodwill: Goodwill, via: str) -> dict[str, object]:
    """What the audit trail has of it."""
    names = ("id", "kind", "kurus", "charged", "month", "decision_reason", "facts", "by_rule", "departs_from")
    return {"via": via, **{name: getattr(goodwill, name) for name in names}}


def _spend(session: Session, holder: str, month: str, kurus: int, budget: int) -> None:
    if not spend(session, holder, month, kurus, budget=budget):
        raise BudgetOverdrawn(holder, month, left=contents(session, holder, month, budget=budget).left)


def _asked(session: Session, wish: Wish, case: Case, giver: Giver, rules: GoodwillRules, now: datetime) -> Goodwill:
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    facts = facts_of(case, customer, wish.facts)
    tier, key = rules.tier_of(giver, civil_day(now)), facts_key(wish.kind, facts)
    rule = standing_rule(session, key, wish.kurus)
    return Goodwill(
        once=wish.once,
        agent_id=giver.agent_id,
        case_number=case.number,
        customer_id=case.customer_id,
        kind=wish.kind,
        kurus=wish.kurus,
        reason=wish.reason,
        evidence=list(wish.evidence),
        facts=facts,
        facts_key=key,
        by_rule=rule.id if rule else None,
        departs_from=[],
        tier=tier.name,
        status="asked",
        why_asked=None if rule else _why_others_decide(wish, tier, is_suspended(session, giver.agent_id, now)),
        asked_at=now,
    )


def _why_others_decide(wish: Wish, tier: Tier, suspended: bool) -> str | None:
    """None: it is the giver's own to decide."""
    if suspended:
        return "suspended"
    if wish.kurus > tier.limit(wish.kind):
        return "above_limit"
    return "left_to_others" if wish.let_decide else None


def _faults(wish: Wish, case: Case | None, rules: GoodwillRules) -> dict[str, str]:
    kind = rules.kinds.get(wish.kind)
    faults = {} if case else {"case_number": f"There is no case {wish.case_number}."}
    if not 0 < wish.kurus <= MOST_KURUS:
        faults["amount"] = f"More than nothing, and at most {lira(MOST_KURUS)}."
    if kind is None:
        faults["kind"] = f"There is no kind {wish.kind}; there are {', '.join(rules.kinds)}."
    elif kind.needs_reason and not wish.reason:
        faults["reason"] = "Say why, in a sentence."
    if kind is not None and kind.wants_evidence(wish.kurus) and not wish.evidence:
        faults["evidence"] = "Say what shows it: a photograph, a receipt, a call."
    unknown_fact = fault_in(wish.facts, rules.facts)
    return faults | ({"facts": unknown_fact} if unknown_fact else {})
