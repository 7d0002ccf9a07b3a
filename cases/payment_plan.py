"""Payment in instalments: what both sides owe once it is accepted, until all has come or an instalment has not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Date, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.civil_day import civil_day, end_of
from cases.hardship import ACTIONS, Hardship
from cases.instalments import Instalment
from cases.money import lira
from cases.opening import open_case
from cases.promise import End, Promise, end_promise, make_promise
from records.audit import append as append_audit
from records.database import Base, serialise

REASON: Final = "payment_plan"
"""The reason of the case it is on, and of the entry that keeps everybody from cutting meanwhile."""
GRACE: Final = timedelta(days=7)
"""So long after an instalment was due nothing is done yet: money travels. Patience ends with it."""
PAYMENT: Final = "payment"
PATIENCE: Final = "patience"
"""Kinds of promises: the customer pays an instalment; we do nothing against them meanwhile."""


class PaymentPlan(Base):
    """`once` names the step of the call, or the request of a desk, by which it was accepted; `ends_on` is when the last
    instalment is due, `paid` how many have come.

    `hardship_id` is the entry of the register that keeps everybody patient, for as long as instalments are paid.
    `patient_until` is the last day of that: when the next instalment is due, and `GRACE`; empty once it is over.
    `broken_at` is when an instalment had not come by then. `agent_id` is who agreed it with the customer
    at a desk; empty where the customer accepted in a call.
    """

    __tablename__ = "payment_plans"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    kurus: Mapped[int] = mapped_column(Integer)
    instalments: Mapped[int] = mapped_column(Integer)
    accepted_at: Mapped[datetime]
    ends_on: Mapped[date] = mapped_column(Date)
    hardship_id: Mapped[int | None] = mapped_column(Integer)
    paid: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    patient_until: Mapped[date | None] = mapped_column(Date, index=True)
    broken_at: Mapped[datetime | None]
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Who accepted, at which step of which call, about which case if about a known one; `what` is what we promise.

    At a desk there is no call; `agent_id` is who agreed it with the customer, `by` whose key put it on record.
    """

    once: str
    call: str | None
    customer_id: str
    phone: str | None
    case_number: str | None
    what: str
    by: str | None = None
    agent_id: str | None = None


def accept_plan(
    session: Session,
    acceptance: Acceptance,
    instalments: Sequence[Instalment],
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> PaymentPlan | None:
    """Both sides' promises go into the ledger, and the register stops what would break ours.

    None while an instalment of an earlier plan is owed. The same step again is the same plan.
    """
    serialise(session, f"payment plan:{acceptance.customer_id}")
    running = _running(session, acceptance.customer_id)
    if running is not None:
        return running if running.once == acceptance.once else None
    case = _case(session, acceptance, now, new_id)
    plan = _plan(acceptance, case.number, instalments, now)
    session.add(plan)
    _promise_both(session, plan, acceptance.what, instalments, now)
    stop = _stop(plan, instalments[0].due_on, now)
    session.add(stop)
    session.flush()
    plan.hardship_id = stop.id
    told = {"kurus": plan.kurus, "instalments": plan.instalments, "ends_on": plan.ends_on.isoformat()}
    who = acceptance.by or "customer"
    append_audit(session, who, "payment_plan_accepted", f"case:{case.number}", told, now)
    return plan


def instalment_paid(session: Session, plan: PaymentPlan, *, now: datetime) -> bool:
    """The next instalment has come: the customer's promise is kept, and patience lasts until the one after it.

    With the last one ours is kept as well. False: all of them had been paid, or patience has ended.
    """
    serialise(session, f"payment plan:{plan.customer_id}")
    session.refresh(plan, with_for_update=True)
    if plan.patient_until is None:
        return False
    payments = [promise for promise in promises_of_plan(session, plan) if promise.party == "customer"]
    end_promise(session, payments[plan.paid].id, "kept", now)
    plan.paid += 1
    if plan.paid < len(payments):
        _be_patient(session, plan, civil_day(payments[plan.paid].due_at) + GRACE)
    else:
        end_patience(session, plan, "kept", now)
    session.flush()
    return True


def end_patience(session: Session, plan: PaymentPlan, how: End, now: datetime) -> None:
    """What we promised ends so, and the register lets go of the customer as far as this plan held them."""
    for promise in promises_of_plan(session, plan):
        if promise.party == "us":
            end_promise(session, promise.id, how, now)
    stop = session.get(Hardship, plan.hardship_id) if plan.hardship_id else None
    if stop is not None and stop.ended_at is None:
        stop.ended_at = now
    plan.patient_until = None
    session.flush()


def is_of_a_plan(session: Session, promise: Promise) -> bool:
    """Whether this is what one side owes under a payment plan."""
    if promise.kind not in (PAYMENT, PATIENCE):
        return False
    plans = select(PaymentPlan.id).where(
        PaymentPlan.case_number == promise.case_number, PaymentPlan.accepted_at == promise.made_at
    )
    return session.scalars(plans.limit(1)).first() is not None


def promises_of_plan(session: Session, plan: PaymentPlan) -> Sequence[Promise]:
    """What both sides owe, the next due first."""
    theirs = select(Promise).where(
        Promise.case_number == plan.case_number,
        Promise.kind.in_((PAYMENT, PATIENCE)),
        Promise.made_at == plan.accepted_at,
    )
    return session.scalars(theirs.order_by(Promise.due_at, Promise.id)).all()


def payment_plans(session: Session, *, limit: int, before: int | None = None) -> Sequence[PaymentPlan]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(PaymentPlan).order_by(PaymentPlan.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(PaymentPlan.id < before)).all()


def _be_patient(session: Session, plan: PaymentPlan, until: date) -> None:
    plan.patient_until = until
    stop = session.get(Hardship, plan.hardship_id) if plan.hardship_id else None
    if stop is not None:
        stop.ends_on = until


def _running(session: Session, customer_id: str) -> PaymentPlan | None:
    """Their plan, while an instalment of it is owed and we are patient."""
    theirs = select(PaymentPlan).where(PaymentPlan.customer_id == customer_id, PaymentPlan.patient_until.is_not(None))
    return session.scalars(theirs.order_by(PaymentPlan.id.desc())).first()


def _case(session: Session, acceptance: Acceptance, now: datetime, new_id: Callable[[], str]) -> Case:
    known = session.get(Case, acceptance.case_number) if acceptance.case_number else None
    if known is not None and known.customer_id == acceptance.customer_id:
        return known
    return open_case(
        session,
        call=acceptance.call,
        customer_id=acceptance.customer_id,
        phone=acceptance.phone,
        now=now,
        new_id=new_id,
        reason=REASON,
    )


def _plan(acceptance: Acceptance, case: str, instalments: Sequence[Instalment], now: datetime) -> PaymentPlan:
    return PaymentPlan(
        once=acceptance.once,
        call=acceptance.call,
        customer_id=acceptance.customer_id,
        case_number=case,
        kurus=sum(each.kurus for each in instalments),
        instalments=len(instalments),
        accepted_at=now,
        ends_on=instalments[-1].due_on,
        paid=0,
        patient_until=instalments[0].due_on + GRACE,
        agent_id=acceptance.agent_id,
    )


def _promise_both(
    session: Session, plan: PaymentPlan, what: str, instalments: Sequence[Instalment], now: datetime
) -> None:
    for number, each in enumerate(instalments, start=1):
        make_promise(
            session,
            case_number=plan.case_number,
            kind=PAYMENT,
            what=f"{number}/{plan.instalments} · {lira(each.kurus)} TRY",
            due_at=end_of(each.due_on),
            by_agent=None,
            now=now,
            party="customer",
        )
    make_promise(
        session,
        case_number=plan.case_number,
        kind=PATIENCE,
        what=what,
        due_at=end_of(plan.ends_on),
        by_agent=None,
        now=now,
    )


def _stop(plan: PaymentPlan, first: date, now: datetime) -> Hardship:
    """Nothing is done about the debts of today; at first until the first instalment should have come."""
    today = civil_day(now)
    return Hardship(
        customer_id=plan.customer_id,
        actions=list(ACTIONS),
        starts_on=today,
        ends_on=first + GRACE,
        debts_until=today,
        reason=REASON,
        made_by="customer",
        made_at=now,
    )
