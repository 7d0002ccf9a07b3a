"""What a customer writes lands on the right case, or on a new one, and an answer is owed.

Who wrote proves nothing: a sender may lead a message to a case and is told nothing of it but its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.arrived import Arrived
from cases.care import Care
from cases.case import Case
from cases.closing import reopen_case
from cases.complaint import promise_answer
from cases.customer import Customer
from cases.customer_email import CustomerEmail
from cases.follow_up import write_follow_up
from cases.follow_up_rules import house_words
from cases.landing_place import Place, place_of, senders
from cases.message import MessageRow
from cases.opening import put_on_record
from cases.reach import Address
from cases.received_attachment import ReceivedAttachment
from cases.received_message import LONGEST_BODY, ReceivedMessage
from records.audit import append as append_audit
from records.database import serialise
from records.outgoing_event import announce

ACKNOWLEDGED: Final = "message_received"
"""The template that tells somebody the number of the case their message opened."""
MOST_ACKNOWLEDGED: Final = 3
ACKNOWLEDGED_IN: Final = timedelta(hours=24)
"""So often is one address told: two machines that answer each other soon stop."""
LONGEST_SUBJECT: Final = 120


@dataclass(frozen=True, kw_only=True)
class Landed:
    """`case_number` is empty where a machine's message is about nothing of ours, and nothing was kept.

    `repeated`: it had landed before. `acknowledgement` is the message in the outbox that tells the sender so.
    `known_sender`: the case is the sender's own, as far as an address tells.
    """

    message_id: str
    case_number: str | None
    repeated: bool = False
    new_case: bool = False
    owner_id: str | None = None
    acknowledgement: str | None = None
    known_sender: bool = True


def land(
    session: Session, arrived: Arrived, *, care: Care, now: datetime, new_id: Callable[[], str], quietly: bool = False
) -> Landed:
    """Put it on its case and promise an answer. Received again it is where it was.

    `quietly`: nobody is promised or told anything, and no case is opened for it.
    """
    serialise(session, f"received:{arrived.sender}")
    known = session.get(ReceivedMessage, arrived.id)
    if known is not None:
        return Landed(message_id=arrived.id, case_number=known.case_number, repeated=True)
    customers = senders(session, arrived)
    silent = quietly or arrived.automatic
    place = place_of(session, arrived, customers, care.follow_ups)
    if place is None and silent:
        return Landed(message_id=arrived.id, case_number=None)
    new = place is None
    place = place or _new_case(session, arrived, customers, new_id)
    _keep(session, arrived, place)
    _case_goes_on(session, place, now, silent=silent)
    owed = None if silent else _answer_is_owed(session, arrived, place, care, now, new=new)
    return Landed(message_id=arrived.id, case_number=place.case.number, new_case=new, owner_id=place.case.owner_id,
                  acknowledgement=owed, known_sender=place.theirs)  # fmt: skip


def _new_case(session: Session, arrived: Arrived, customers: Sequence[Customer], new_id: Callable[[], str]) -> Place:
    """A sender we have never heard of becomes a customer without a name; a shared address is nobody's yet."""
    by_phone = arrived.channel != "email"
    customer = customers[0].id if len(customers) == 1 else None
    if not customers and not by_phone:
        customer = _new_customer(session, arrived, new_id)
    told = " ".join((arrived.subject or arrived.body).split())[:LONGEST_SUBJECT]
    case = Case(customer_id=customer, phone=arrived.sender if by_phone else None, subject=told or None, status="open",
                opened_at=arrived.received_at, last_touched_at=arrived.received_at)  # fmt: skip
    return Place(case=put_on_record(session, case, new_id=new_id), how="new_case", theirs=True)


def _new_customer(session: Session, arrived: Arrived, new_id: Callable[[], str]) -> str:
    customer = Customer(id=new_id(), name="", known_since=arrived.received_at)
    session.add(customer)
    session.flush()
    session.add(CustomerEmail(customer_id=customer.id, email=arrived.sender))
    session.flush()
    return customer.id


def _keep(session: Session, arrived: Arrived, place: Place) -> None:
    session.add(_row(arrived, place))
    session.flush()
    session.add_all(
        ReceivedAttachment(message_id=arrived.id, place=at, **vars(one)) for at, one in enumerate(arrived.attachments)
    )
    told = {"message": arrived.id, "channel": arrived.channel, "how": place.how}
    case, who = f"case:{place.case.number}", "customer" if place.theirs else "stranger"
    append_audit(session, who, "message_received", case, told, arrived.received_at)
    announce(session, "message.received", case, {"case": place.case.number, "channel": arrived.channel},
             now=arrived.received_at, once=f"received:{arrived.id}")  # fmt: skip


def _row(arrived: Arrived, place: Place) -> ReceivedMessage:
    by_mail = arrived.channel == "email"
    return ReceivedMessage(
        id=arrived.id,
        channel=arrived.channel,
        from_email=arrived.sender if by_mail else None,
        from_number=None if by_mail else arrived.sender,
        to_address=arrived.to_address,
        subject=(arrived.subject or "")[:300] or None,
        body=arrived.body[:LONGEST_BODY],
        media=list(arrived.media),
        mail_id=arrived.mail_id,
        automatic=arrived.automatic,
        case_number=place.case.number,
        customer_id=place.case.customer_id if place.theirs else None,
        known_sender=place.theirs,
        how=place.how,
        received_at=arrived.received_at,
    )


def _case_goes_on(session: Session, place: Place, now: datetime, *, silent: bool) -> None:
    """The customer has something to add: a closed case is opened again, by its own customer alone."""
    if silent:
        return
    case = session.get_one(Case, place.case.number, with_for_update=True, populate_existing=True)
    if case.status == "open":
        case.last_touched_at = max(case.last_touched_at, now)
    elif place.theirs:
        reopen_case(session, case, now=now)
        append_audit(session, "customer", "case_reopened", f"case:{case.number}", {"why": "message"}, now)


def _answer_is_owed(
    session: Session, arrived: Arrived, place: Place, care: Care, now: datetime, *, new: bool
) -> str | None:
    """An answer is promised, and whoever opened a case by writing is told its number and until when."""
    rules = care.follow_ups
    promise = promise_answer(
        session, place.case, what=house_words("answer_promise"), within=rules.answer_within, now=now
    )
    if not new or not rules.acknowledges or _acknowledged_enough(session, arrived, now):
        return None
    return write_follow_up(
        session,
        once=f"received:{arrived.id}",
        case_number=place.case.number,
        template=ACKNOWLEDGED,
        args={"due": promise.due_at.isoformat()},
        care=care,
        now=now,
        address=Address(channel=arrived.channel, to=arrived.sender),
    )


def _acknowledged_enough(session: Session, arrived: Arrived, now: datetime) -> bool:
    to = MessageRow.to_email if arrived.channel == "email" else MessageRow.to_number
    told = select(func.count()).where(
        to == arrived.sender, MessageRow.template == ACKNOWLEDGED, MessageRow.written_at > now - ACKNOWLEDGED_IN
    )
    return (session.scalar(told) or 0) >= MOST_ACKNOWLEDGED
