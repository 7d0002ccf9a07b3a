"""A complaint: a case of its own with a number the caller is told, looked at before others."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.opening import open_case
from cases.promise import Promise, make_promise

COMPLAINT = "complaint"
"""The reason of such a case."""
ANSWER = "answer"
"""The kind of promise that somebody will answer it."""
FIRST = 1
"""Priority: before the cases nobody complained about."""


def take_complaint(
    session: Session,
    *,
    call: str,
    customer_id: str | None,
    phone: str | None,
    now: datetime,
    new_id: Callable[[], str],
) -> Case:
    """The complaint this call makes. Asked for again it is the same complaint."""
    case = open_case(session, call=call, customer_id=customer_id, phone=phone, now=now, new_id=new_id, reason=COMPLAINT)
    case.reason, case.priority = COMPLAINT, max(case.priority, FIRST)
    return case


def promise_answer(session: Session, case: Case, *, what: str, within: timedelta, now: datetime) -> Promise:
    """Somebody answers by then. What was promised before stands: a second asking does not put it off."""
    chosen = select(Promise).where(Promise.case_number == case.number, Promise.kind == ANSWER, Promise.status == "open")
    return session.scalars(chosen).first() or make_promise(
        session, case_number=case.number, kind=ANSWER, what=what, due_at=now + within, by_agent=None, now=now
    )
