"""An agent and a customer have met: whose case is it from now on?"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.caller_id import parse_caller_id
from cases.case import Case, next_number
from cases.customer import Customer, CustomerPhone, customers_with_phone
from cases.ownership import take_ownership
from records.database import serialise


def conversation_began(
    session: Session,
    *,
    call: str,
    agent_id: str,
    customer_id: str | None,
    phone: str | None,
    case_number: str | None,
    now: datetime,
    new_id: Callable[[], str],
) -> str:
    """Continue the case the call is about, or open one; tells its number. The same call again is the same case.

    The first to talk becomes the owner of a case nobody owns; an owner is never replaced here. A number we have
    never seen becomes a customer without a name. The case asks for its wrap-up until `complete_wrap_up`.
    """
    serialise(session, f"conversation:{call}")
    case = _case_of(session, call, case_number) or _open_case(session, call, customer_id, phone, now, new_id)
    case.status, case.closed_at = "open", None
    case.last_touched_at, case.wrap_up_missing = now, True
    session.flush()
    if case.owner_id is None:
        take_ownership(session, case_number=case.number, agent_id=agent_id, how="first_to_talk", now=now)
    return case.number


def _case_of(session: Session, call: str, case_number: str | None) -> Case | None:
    case = session.get(Case, case_number, with_for_update=True) if case_number else None
    return case or session.scalars(select(Case).where(Case.opened_by_call == call).with_for_update()).first()


def _open_case(
    session: Session, call: str, customer_id: str | None, phone: str | None, now: datetime, new_id: Callable[[], str]
) -> Case:
    customer = customer_id or _customer_calling(session, phone, now, new_id)
    case = Case(
        number=next_number(session),
        customer_id=customer,
        phone=phone,
        status="open",
        opened_at=now,
        last_touched_at=now,
        opened_by_call=call,
    )
    session.add(case)
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
