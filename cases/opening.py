"""A case is opened: because two people talked, or because a caller wants something put on record."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.caller_id import parse_caller_id
from cases.case import Case, next_number
from cases.customer import Customer, CustomerPhone, customers_with_phone
from records.database import serialise
from records.outgoing_event import announce


def open_case(
    session: Session,
    *,
    call: str | None,
    customer_id: str | None,
    phone: str | None,
    now: datetime,
    new_id: Callable[[], str],
    reason: str | None = None,
) -> Case:
    """The case this call has opened, or a new one: one call opens one case, however often it is asked to.

    Without a call it is opened at a desk.
    A number we have never seen becomes a customer without a name; a shared one is nobody's until a person asks.
    """
    if call:
        serialise(session, f"conversation:{call}")
    return (case_opened_by(session, call) if call else None) or _new_case(
        session,
        Case(
            customer_id=customer_id or _customer_calling(session, phone, now, new_id),
            phone=phone,
            reason=reason,
            status="open",
            opened_at=now,
            last_touched_at=now,
            opened_by_call=call,
        ),
    )


def put_on_record(session: Session, case: Case, *, new_id: Callable[[], str]) -> Case:
    """A case nobody called about: opened at a desk or by another system. It gets its number here.

    Whose it is, where nobody said so, is found by its number as if they had called.
    """
    case.customer_id = case.customer_id or _customer_calling(session, case.phone, case.opened_at, new_id)
    return _new_case(session, case)


def case_opened_by(session: Session, call: str) -> Case | None:
    """The case a call has opened; nobody else changes it until this transaction ends."""
    return session.scalars(select(Case).where(Case.opened_by_call == call).with_for_update()).first()


def _new_case(session: Session, case: Case) -> Case:
    case.number = next_number(session)
    session.add(case)
    session.flush()
    told = {"case": case.number, "reason": case.reason, "call": case.opened_by_call}
    announce(session, "case.opened", f"case:{case.number}", told, now=case.opened_at)
    return case


def _customer_calling(session: Session, phone: str | None, now: datetime, new_id: Callable[[], str]) -> str | None:
    """The one customer with this number, a new one if there is none, nobody if it might be several."""
    caller = parse_caller_id(phone)
    if caller.kind != "e164":
        return None
    serialise(session, f"customer:{caller.value}")
    known = customers_with_phone(session, caller.value)
    if known:
        return known[0].id if len(known) == 1 else None
    customer = Customer(id=new_id(), name="", known_since=now, phones=[CustomerPhone(phone=caller.value)])
    session.add(customer)
    session.flush()
    return customer.id
