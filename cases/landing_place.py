"""Which case a message is about: the one it answers, the one it names, or the sender's own that is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cases.arrived import Arrived
from cases.case import Case
from cases.customer import Customer, customers_with_phone
from cases.customer_email import customers_with_email
from cases.follow_up_rules import FollowUps
from cases.message import MessageRow
from cases.named_case import numbers_named
from cases.received_message import How


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which case, how it was found, and whether it is the sender's own."""

    case: Case
    how: How
    theirs: bool


def senders(session: Session, arrived: Arrived) -> Sequence[Customer]:
    if arrived.channel == "email":
        return customers_with_email(session, arrived.sender)
    return customers_with_phone(session, arrived.sender)


def place_of(session: Session, arrived: Arrived, customers: Sequence[Customer], rules: FollowUps) -> Place | None:
    """The case it is about. One that was closed too long ago is another matter by now."""
    found = (
        _answered(session, arrived, customers)
        or _named(session, arrived, customers)
        or _newest_open(session, arrived, customers)
    )
    if found is None or found.case.status == "open" or not found.theirs:
        return found
    recent = found.case.closed_at is not None and found.case.closed_at >= arrived.received_at - rules.reopens_within
    return found if recent else _newest_open(session, arrived, customers)


def _answered(session: Session, arrived: Arrived, customers: Sequence[Customer]) -> Place | None:
    for name in arrived.answers:
        ours = session.scalars(select(MessageRow).where(MessageRow.sid == name)).first()
        case = session.get(Case, ours.case_number) if ours and ours.case_number else None
        if ours is not None and case is not None:
            theirs = ours.to_email == arrived.sender or _is_theirs(case, arrived, customers)
            return Place(case=case, how="answer", theirs=theirs)
    return None


def _named(session: Session, arrived: Arrived, customers: Sequence[Customer]) -> Place | None:
    """A case of theirs; else one they called a case, whosever it is: a daughter writes for her father."""
    named = numbers_named(f"{arrived.subject or ''}\n{arrived.body}\n{arrived.named_in}")
    numbers = {one.number: one.surely for one in named}
    spelt = Case.number.in_([*numbers, *(number.upper() for number in numbers)])
    cases = {case.number.lower(): case for case in session.scalars(select(Case).where(spelt))}
    found = [cases[number] for number in numbers if number in cases]
    theirs = next((case for case in found if _is_theirs(case, arrived, customers)), None)
    case = theirs or next((case for case in found if numbers[case.number.lower()]), None)
    return Place(case=case, how="number", theirs=case is theirs) if case else None


def _newest_open(session: Session, arrived: Arrived, customers: Sequence[Customer]) -> Place | None:
    nobodys = (Case.customer_id.is_(None)) & (Case.phone == arrived.sender)
    theirs = or_(Case.customer_id.in_([one.id for one in customers]), nobodys)
    chosen = select(Case).where(Case.status == "open", theirs)
    case = session.scalars(chosen.order_by(Case.last_touched_at.desc(), Case.number).limit(1)).first()
    return Place(case=case, how="open_case", theirs=True) if case else None


def _is_theirs(case: Case, arrived: Arrived, customers: Sequence[Customer]) -> bool:
    if case.customer_id is not None:
        return case.customer_id in {one.id for one in customers}
    return case.phone == arrived.sender
