"""Somebody with the authority decides what another has asked for: once, with a reason, out of their own purse."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from cases.authority_mark import is_suspended
from cases.civil_day import civil_day
from cases.errors import AlreadyDecided, GoodwillRefused
from cases.final_answer import see_that_nothing_is_final
from cases.goodwill import Goodwill
from cases.goodwill_asking import CENTRE, pay, settle, tell_outside, told
from cases.goodwill_rules import Giver, GoodwillRules
from cases.money import lira
from cases.precedent import departs_from
from cases.purse import put_back
from records.audit import append as append_audit

Decision = Literal["granted", "declined"]


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What was decided and why; `once` names the request that told us, `via` is the key it came with."""

    once: str
    via: str
    decision: Decision | Literal["taken_back"]
    reason: str


def decide_goodwill(
    session: Session, goodwill_id: int, ruling: Ruling, decider: Giver, rules: GoodwillRules, now: datetime
) -> Goodwill:
    """What is granted is charged to whoever grants it: it is their authority. Told again it is the same decision.

    Raises AlreadyDecided, GoodwillRefused when it is not theirs to decide, BudgetOverdrawn.
    """
    goodwill = session.get_one(Goodwill, goodwill_id, with_for_update=True, populate_existing=True)
    if goodwill.decided_once == ruling.once:
        return goodwill
    if goodwill.status != "asked":
        who = goodwill.taken_back_by or goodwill.decided_by
        raise AlreadyDecided(f"This was {goodwill.status.replace('_', ' ')} by {who}.")
    _see_that_it_is_theirs(session, goodwill, ruling, decider, rules, now)
    if ruling.decision == "granted":
        if goodwill.case_number is not None:
            see_that_nothing_is_final(session, goodwill.case_number)
        pay(session, goodwill, decider, rules, now)
    goodwill.status, goodwill.decision_reason = ruling.decision, ruling.reason
    goodwill.decided_by, goodwill.decided_at, goodwill.decided_once = decider.agent_id, now, ruling.once
    session.flush()
    if ruling.decision == "granted":
        settle(session, goodwill, decider, rules, now)
    else:
        goodwill.departs_from = departs_from(session, goodwill, "declined")
        tell_outside(session, goodwill, now)
    append_audit(session, f"agent:{decider.agent_id}", f"goodwill_{ruling.decision}", f"case:{goodwill.case_number}",
                 told(goodwill, ruling.via), now)  # fmt: skip
    return goodwill


def _see_that_it_is_theirs(
    session: Session, goodwill: Goodwill, ruling: Ruling, decider: Giver, rules: GoodwillRules, now: datetime
) -> None:
    tier = rules.tier_of(decider, civil_day(now))
    limit = tier.limit(goodwill.kind)
    if decider.agent_id == goodwill.agent_id:
        raise GoodwillRefused({"by": "Whoever asked does not decide."})
    if not tier.approves or is_suspended(session, decider.agent_id, now):
        raise GoodwillRefused({"by": f"{decider.agent_id} decides for nobody else (tier {tier.name})."})
    if ruling.decision == "granted" and goodwill.kurus > limit:
        raise GoodwillRefused({"by": f"{decider.agent_id} may grant {lira(limit)} at most (tier {tier.name})."})


def take_back(
    session: Session, goodwill_id: int, ruling: Ruling, by: Giver, rules: GoodwillRules, now: datetime
) -> Goodwill:
    """It was a mistake: the money goes back into the purse of the month it came out of.

    Only whoever decided it or somebody who decides for others takes it back. Raises AlreadyDecided, GoodwillRefused.
    """
    goodwill = session.get_one(Goodwill, goodwill_id, with_for_update=True, populate_existing=True)
    if goodwill.status == "taken_back" and goodwill.decided_once == ruling.once:
        return goodwill
    if goodwill.status not in ("granted", "asked"):
        raise AlreadyDecided(f"This was {goodwill.status.replace('_', ' ')} already.")
    theirs = by.agent_id in (goodwill.decided_by, goodwill.agent_id) or rules.tier_of(by, civil_day(now)).approves
    if not theirs:
        raise GoodwillRefused({"by": f"{by.agent_id} did not decide it."})
    if goodwill.month is not None:
        for holder in filter(None, (goodwill.charged, CENTRE if rules.centre_budget is not None else None)):
            put_back(session, holder, goodwill.month, goodwill.kurus)
    goodwill.status, goodwill.decided_once = "taken_back", ruling.once
    goodwill.taken_back_by, goodwill.taken_back_at, goodwill.taken_back_reason = by.agent_id, now, ruling.reason
    session.flush()
    append_audit(session, f"agent:{by.agent_id}", "goodwill_taken_back", f"case:{goodwill.case_number}",
                 {**told(goodwill, ruling.via), "reason": ruling.reason}, now)  # fmt: skip
    return goodwill
