"""Who calls and about what, in the few sentences an agent has time for while an offer stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from cases.care import Care
from cases.case import Case
from cases.complaint import COMPLAINT
from cases.customer import Customer
from cases.final_answer import standing_answer
from console.final_answer_words import final_answer_stands
from console.known_of_caller import what_departments_do, what_they_bought, what_to_keep_in_mind
from console.wording import Told, in_a_row, told
from records.call_record import CallRecord, is_stay_of_callback, is_stay_of_listening
from routing.reservation import Reservation
from staff.agent import agent

LONGEST_SUBJECT: Final = 120
A_MINUTE: Final = 60


def brief(session: Session, record: CallRecord, agent_id: str, now: datetime, care: Care) -> Told:
    """As the records know the caller at this moment; what an agent may know before they accept."""
    customer = session.get(Customer, record.customer_id) if record.customer_id else None
    case = session.get(Case, record.case_number) if record.case_number else None
    known = (*_who(customer), *_case(session, case, agent_id))
    beside = (*what_departments_do(session, case, care, now), *what_they_bought(session, customer, now))
    return in_a_row((*known, *beside, *what_to_keep_in_mind(session, customer, care), *_waited(record, now)))


def why_offered(session: Session, record: CallRecord, held: Reservation) -> Told:
    """The step of the caller's plan that led to this agent."""
    if is_stay_of_listening(record.sid):
        return told("why_listening", {})
    owner = agent(session, record.owner_id) if record.owner_id else None
    args = {"owner": owner.name if owner else record.owner_id or "", "queue": record.queue or ""}
    return told(f"why_{why_of(record, held)}", args)


def why_asked_in(session: Session, agent_id: str) -> Told:
    """Of a colleague whom this agent wants in their conversation."""
    asks = agent(session, agent_id)
    return told("why_transfer", {"agent": asks.name if asks else agent_id})


def why_of(record: CallRecord, held: Reservation) -> str:
    """owner, stand_in, last_agent, lead, team or ring."""
    steps = record.plan or []
    row = steps[held.step - 1] if 0 < held.step <= len(steps) else None
    if isinstance(row, list) and len(row) > 2 and row[2] in ("owner", "stand_in", "last_agent", "lead", "team", "ring"):
        return str(row[2])
    return "owner" if record.owner_id == held.agent else "ring"


def _who(customer: Customer | None) -> Iterator[Told]:
    if customer is None or not customer.name:
        yield told("caller_unknown", {})
    elif customer.tier:
        yield told("caller_of_tier", {"customer": customer.name, "tier": customer.tier})
    else:
        yield told("caller_known", {"customer": customer.name})


def _case(session: Session, case: Case | None, agent_id: str) -> Iterator[Told]:
    if case is None:
        return
    subject = (case.subject or "")[:LONGEST_SUBJECT]
    yield told("case_about" if subject else "case", {"case": case.number, "subject": subject})
    if case.owner_id:
        owner = agent(session, case.owner_id)
        key = "owner_you" if case.owner_id == agent_id else "owner_other"
        yield told(key, {"owner": owner.name if owner else case.owner_id})
    if case.reason == COMPLAINT:
        yield told("complaint", {})
    if case.public_link:
        yield told("public", {})
    if case.next_action:
        yield told("next_action", {"what": case.next_action[:LONGEST_SUBJECT]})
    if (final := standing_answer(session, case.number)) is not None:
        yield final_answer_stands(final)


def _waited(record: CallRecord, now: datetime) -> Iterator[Told]:
    if record.waiting_at is None:
        return
    if is_stay_of_callback(record.sid):
        yield told("we_call_them", {})
        return
    seconds = int((now - record.waiting_at).total_seconds())
    if seconds < A_MINUTE:
        yield told("waited_seconds", {"seconds": seconds})
    else:
        yield told("waited_minutes", {"minutes": seconds // A_MINUTE})
