"""A payment plan is broken: an instalment has not come, and so long afterwards patience ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import civil_day
from cases.payment_plan import PaymentPlan, end_patience, promises_of_plan
from cases.promise import end_promise
from records.audit import append as append_audit
from records.database import serialise

AT_ONCE: Final = 100


def plans_out_of_patience(session: Session, now: datetime) -> Sequence[int]:
    """Those whose next instalment should have come, grace and all, the longest ago first."""
    chosen = select(PaymentPlan.id).where(PaymentPlan.patient_until < civil_day(now))
    return session.scalars(chosen.order_by(PaymentPlan.patient_until, PaymentPlan.id).limit(AT_ONCE)).all()


def break_plan(session: Session, plan_id: int, *, now: datetime) -> PaymentPlan | None:
    """The instalment owed is a broken promise, those after it and ours are let go. None where it came meanwhile."""
    plan = session.get_one(PaymentPlan, plan_id)
    serialise(session, f"payment plan:{plan.customer_id}")
    session.refresh(plan, with_for_update=True)
    if plan.patient_until is None or plan.patient_until >= civil_day(now):
        return None
    owed = [promise for promise in promises_of_plan(session, plan) if promise.party == "customer"][plan.paid :]
    end_promise(session, owed[0].id, "broken", now)
    for promise in owed[1:]:
        end_promise(session, promise.id, "released", now)
    end_patience(session, plan, "released", now)
    plan.broken_at = now
    told = {"plan": plan.id, "paid": plan.paid, "instalments": plan.instalments}
    append_audit(session, "clock", "payment_plan_broken", f"case:{plan.case_number}", told, now)
    return plan


def owner_of_plan(session: Session, plan: PaymentPlan) -> str | None:
    """Who should hear of it: the owner of its case, else whoever put it on record."""
    return session.scalar(select(Case.owner_id).where(Case.number == plan.case_number)) or plan.agent_id
