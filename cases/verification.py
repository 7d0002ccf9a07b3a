"""Proving who one is: what was asked of a customer in a call, and every answer to it, right or wrong.

Answers are counted for each customer over all calls, so that nobody can go on guessing by calling again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, serialise

By = Literal["code", "pin"]
Result = Literal["right", "wrong", "locked"]

CODE_LIVES: Final = timedelta(minutes=5)
MOST_WRONG: Final = 5
"""Wrong answers in `LOCKED_FOR` that lock a customer's verification; a person must help them then."""
LOCKED_FOR: Final = timedelta(minutes=30)
MOST_CODES: Final = 5
"""Codes sent in `CODES_IN`: nobody's telephone is filled with messages by somebody else's calls."""
CODES_IN: Final = timedelta(hours=1)


class Challenge(Base):
    """Table `verifications`: something asked of a customer in a call."""

    __tablename__ = "verifications"
    __table_args__ = (Index("ix_verifications_customer_begun", "customer_id", "begun_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    call: Mapped[str] = mapped_column(String(64), index=True)
    by: Mapped[str] = mapped_column(String(8))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Answer(Base):
    """Table `verification_answers`: whether an answer was right; never what it was."""

    __tablename__ = "verification_answers"
    __table_args__ = (Index("ix_verification_answers_customer_at", "customer_id", "at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    call: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(8))


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who is being verified, in which call."""

    customer_id: str
    call: str


def is_locked(session: Session, customer_id: str, now: datetime) -> bool:
    """Whether too many answers were wrong, in whichever calls, since the last right one."""
    since = now - LOCKED_FOR
    right = select(func.max(Answer.at)).where(Answer.customer_id == customer_id, Answer.result == "right")
    last_right = session.scalar(right)
    after = max(since, last_right) if last_right else since
    wrong = select(func.count()).where(Answer.customer_id == customer_id, Answer.result == "wrong", Answer.at > after)
    return (session.scalar(wrong) or 0) >= MOST_WRONG


def has_had_many_codes(session: Session, customer_id: str, now: datetime) -> bool:
    sent = select(func.count()).where(
        Challenge.customer_id == customer_id, Challenge.by == "code", Challenge.begun_at > now - CODES_IN
    )
    return (session.scalar(sent) or 0) >= MOST_CODES


def begin_challenge(
    session: Session, asker: Asker, *, name: str, by: By, phone: str | None, now: datetime
) -> Challenge:
    """Something is asked of the customer; `name` tells one asking from the next."""
    challenge = Challenge(
        id=name,
        customer_id=asker.customer_id,
        call=asker.call,
        by=by,
        phone=phone,
        begun_at=now,
        expires_at=now + CODE_LIVES,
    )
    session.add(challenge)
    session.flush()
    return challenge


def present_challenge(session: Session, asker: Asker) -> Challenge | None:
    """What the customer was asked last in this call."""
    chosen = select(Challenge).where(Challenge.customer_id == asker.customer_id, Challenge.call == asker.call)
    return session.scalars(chosen.order_by(Challenge.begun_at.desc(), Challenge.id).limit(1)).first()


def answer_challenge(session: Session, asker: Asker, *, name: str, right: bool, now: datetime) -> Result:
    """Count an answer. Told twice under one name it counts once; while locked, none is even looked at."""
    serialise(session, f"verification:{asker.customer_id}")
    known = session.get(Answer, name)
    if known is not None:
        return "right" if known.result == "right" else "wrong"
    if is_locked(session, asker.customer_id, now):
        return "locked"
    result: Result = "right" if right else "wrong"
    session.add(Answer(id=name, customer_id=asker.customer_id, call=asker.call, at=now, result=result))
    session.flush()
    return "locked" if not right and is_locked(session, asker.customer_id, now) else result
