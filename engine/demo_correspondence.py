"""The demo's correspondence: a customer who likes letters has written about her case, and has had our answer."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.care import Care
from cases.case import Case
from cases.customer import Customer
from cases.customer_email import emails_are
from cases.follow_up import write_follow_up
from cases.received_message import ReceivedMessage

WRITER: Final = "C-1004"
EMAIL: Final = "emma.clark@customer.example"
CASE: Final = "4811"
LETTER: Final = "demo-letter-1"
WORDS: Final = "The sofa you delivered is green. I ordered a blue one. When will I have the right one?"


def open_correspondence(session: Session, care: Care, *, now: datetime) -> None:
    """Done again it changes nothing."""
    customer = session.scalars(select(Customer).where(Customer.crm_id == WRITER)).first()
    case = session.get(Case, CASE)
    if customer is None or case is None or session.get(ReceivedMessage, LETTER) is not None:
        return
    emails_are(session, customer.id, [EMAIL])
    customer.channel = "email"
    session.add(
        ReceivedMessage(id=LETTER, channel="email", from_email=EMAIL, subject="Wrong colour", body=WORDS,
                        mail_id=f"<{LETTER}@customer.example>", case_number=CASE, customer_id=customer.id,
                        known_sender=True, how="open_case", received_at=now - timedelta(hours=1))
    )  # fmt: skip
    session.flush()
    due = (now + timedelta(days=2)).isoformat(timespec="minutes")
    write_follow_up(session, once="demo-answer-1", case_number=CASE, template="promise_made", care=care, now=now,
                    args={"what": "a blue one is on its way to you", "due": due}, by=case.owner_id)  # fmt: skip
