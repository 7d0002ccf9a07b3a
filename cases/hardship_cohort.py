"""Who was protected when: so that what protected people live through can be laid beside what all others do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cases.civil_day import civil_day
from cases.customer import Customer, CustomerPhone
from cases.hardship import Hardship
from records.among import among

Span = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The days on which a customer, or whoever calls from a number, was in the register."""

    customers: dict[str, list[Span]] = field(default_factory=dict)
    phones: dict[str, list[Span]] = field(default_factory=dict)

    def was_protected(self, customer_id: str | None, phone: str | None, at: datetime) -> bool:
        day = civil_day(at)
        spans = (*self.customers.get(customer_id or "", ()), *self.phones.get(phone or "", ()))
        return any(first <= day <= last for first, last in spans)


def cohort_between(session: Session, since: datetime, until: datetime) -> Cohort:
    """By every entry that was in force on a day of that time: for a customer, a number or a meter, and all theirs."""
    first, last = civil_day(since), civil_day(until)
    begun = select(Hardship).where(Hardship.starts_on <= last)
    entries = session.scalars(begun.where(or_(Hardship.ends_on.is_(None), Hardship.ends_on >= first))).all()
    whose = _customers(session, entries)
    customers: dict[str, list[Span]] = defaultdict(list)
    phones: dict[str, list[Span]] = defaultdict(list)
    for entry in entries:
        span = _span(entry)
        for each in {entry.customer_id, *whose.get(entry.phone or "", ()), *whose.get(entry.subscriber or "", ())}:
            if each:
                customers[each].append(span)
        if entry.phone:
            phones[entry.phone].append(span)
    for customer, phone in _phones(session, customers):
        phones[phone] += customers[customer]
    return Cohort(customers=dict(customers), phones=dict(phones))


def _span(entry: Hardship) -> Span:
    ended = civil_day(entry.ended_at) if entry.ended_at else date.max
    return entry.starts_on, min(entry.ends_on or date.max, ended)


def _customers(session: Session, entries: Sequence[Hardship]) -> dict[str, list[str]]:
    """Telephone or meter → the customers who are meant."""
    by_phone = among(session, CustomerPhone.phone, {entry.phone for entry in entries if entry.phone})
    by_meter = among(session, Customer.crm_id, {entry.subscriber for entry in entries if entry.subscriber})
    found: dict[str, list[str]] = defaultdict(list)
    for phone, customer in session.execute(select(CustomerPhone.phone, CustomerPhone.customer_id).where(by_phone)):
        found[phone].append(customer)
    for meter, customer in session.execute(select(Customer.crm_id, Customer.id).where(by_meter)):
        found[meter or ""].append(customer)
    return found


def _phones(session: Session, customers: dict[str, list[Span]]) -> list[tuple[str, str]]:
    theirs = among(session, CustomerPhone.customer_id, customers.keys())
    rows = session.execute(select(CustomerPhone.customer_id, CustomerPhone.phone).where(theirs))
    return [(row[0], row[1]) for row in rows]
