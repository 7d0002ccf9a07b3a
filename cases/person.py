"""Who is meant by a number or a customer's id, and everything of theirs that we know of."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import Customer, CustomerPhone, customers_with_phone
from cases.customer_email import CustomerEmail
from cases.errors import SeveralPeople
from cases.received_message import ReceivedMessage
from records.call_record import CallRow
from records.journal import EventRow
from records.person import Person
from records.whose import addresses_before
from telephony.attempt import AttemptRow

TELL_OF_LEGS: Final = ("rang", "accepted", "answered", "leg")


@dataclass(frozen=True, kw_only=True)
class Meant:
    """Somebody's number or a customer's id; with both, the one customer of those who share the number."""

    phone: str | None = None
    customer: str | None = None


def person_meant(session: Session, meant: Meant) -> Person:
    """The one person who is meant, with what is theirs; `is_nobody` where we know of none.

    Raises SeveralPeople where several customers share the number and it was not said which.
    """
    ids = _customers(session, meant)
    known = session.scalars(select(Customer).where(Customer.id.in_(sorted(ids)))).all()
    named = frozenset(customer.name for customer in known if customer.name)
    addresses = _addresses(session, ids, meant.phone)
    cases = _cases(session, ids, addresses)
    calls = _calls(session, ids, addresses, cases)
    return Person(
        customers=ids,
        crm_ids=frozenset(customer.crm_id for customer in known if customer.crm_id),
        addresses=addresses,
        names=named,
        cases=cases,
        calls=calls,
        legs=legs_of(session, calls),
        received=_received(session, ids, addresses, cases),
    )


def _customers(session: Session, meant: Meant) -> frozenset[str]:
    if meant.customer is not None:
        known = session.get(Customer, meant.customer)
        return frozenset({known.id} if known else ())
    sharing = [customer.id for customer in customers_with_phone(session, meant.phone or "")]
    if len(sharing) > 1:
        raise SeveralPeople(sharing)
    return frozenset(sharing)


def _addresses(session: Session, ids: Collection[str], phone: str | None) -> frozenset[str]:
    """Theirs alone: a number the household shares goes on naming the others."""
    phones = set(session.scalars(select(CustomerPhone.phone).where(CustomerPhone.customer_id.in_(ids))))
    shared = select(CustomerPhone.phone).where(
        CustomerPhone.phone.in_(phones | {phone or ""}), CustomerPhone.customer_id.not_in(ids)
    )
    emails = set(session.scalars(select(CustomerEmail.email).where(CustomerEmail.customer_id.in_(ids))))
    before = addresses_before(session, ids)
    phones |= {address for address in before if "@" not in address}
    emails |= before - phones
    also = select(CustomerEmail.email).where(CustomerEmail.email.in_(emails), CustomerEmail.customer_id.not_in(ids))
    found = frozenset(phones | emails | ({phone} if phone else set()))
    return found - set(session.scalars(shared)) - set(session.scalars(also))


def _cases(session: Session, ids: Collection[str], addresses: Collection[str]) -> frozenset[str]:
    of_nobody = and_(Case.customer_id.is_(None), Case.phone.in_(addresses))
    return frozenset(session.scalars(select(Case.number).where(or_(Case.customer_id.in_(ids), of_nobody))))


def _calls(
    session: Session, ids: Collection[str], addresses: Collection[str], cases: Collection[str]
) -> frozenset[str]:
    """Calls with them: known as theirs, or nobody's and with their number or about their case."""
    with_them = or_(
        CallRow.from_number.in_(addresses), CallRow.to_number.in_(addresses), CallRow.case_number.in_(cases)
    )
    of_nobody = and_(CallRow.customer_id.is_(None), with_them)
    return frozenset(session.scalars(select(CallRow.sid).where(or_(CallRow.customer_id.in_(ids), of_nobody))))


def legs_of(session: Session, calls: Collection[str]) -> frozenset[str]:
    """Agents' ends of these calls: who rings is told who calls."""
    rung = select(AttemptRow.leg).where(AttemptRow.call.in_(calls), AttemptRow.leg.is_not(None))
    told = select(EventRow.data).where(EventRow.call.in_(calls), EventRow.kind.in_(TELL_OF_LEGS))
    legs = {str(data["leg"]) for data in session.scalars(told) if data.get("leg")}
    return frozenset(legs | {leg for leg in session.scalars(rung) if leg})


def _received(
    session: Session, ids: Collection[str], addresses: Collection[str], cases: Collection[str]
) -> frozenset[str]:
    row = ReceivedMessage
    from_them = or_(row.from_number.in_(addresses), row.from_email.in_(addresses), row.case_number.in_(cases))
    chosen = select(row.id).where(or_(row.customer_id.in_(ids), and_(row.customer_id.is_(None), from_them)))
    return frozenset(session.scalars(chosen))
