"""What must be kept for a court or an authority: while a hold stands nothing of it is forgotten, whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append
from records.database import Base, serialise
from records.person import Person
from records.retention_mark import look_again


class LegalHold(Base):
    """Table `legal_holds`: on a customer with all that is theirs, or on one case. It stands until it is ended."""

    __tablename__ = "legal_holds"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class HoldWanted:
    """What is to be kept, and why: a customer's id or a case's number."""

    reason: str
    customer_id: str | None = None
    case_number: str | None = None

    @property
    def subject(self) -> str:
        return f"customer:{self.customer_id}" if self.customer_id else f"case:{self.case_number}"


def hold(session: Session, wanted: HoldWanted, *, who: str, now: datetime) -> LegalHold:
    """Let it stand from now on. Written to the audit."""
    row = LegalHold(**vars(wanted), made_by=who, made_at=now)
    session.add(row)
    session.flush()
    append(session, who, "legal_hold_began", wanted.subject, {"hold": row.id, "reason": wanted.reason}, now)
    return row


def end_hold(session: Session, number: int, *, who: str, now: datetime) -> LegalHold | None:
    """What it kept may be forgotten again, when its time comes. None where there is no such hold; twice is once."""
    serialise(session, f"legal hold:{number}")
    row = session.get(LegalHold, number)
    if row is not None and row.ended_at is None:
        row.ended_at, row.ended_by = now, who
        subject = f"customer:{row.customer_id}" if row.customer_id else f"case:{row.case_number}"
        look_again(session)
        append(session, who, "legal_hold_ended", subject, {"hold": row.id}, now)
    return row


def holds(
    session: Session, *, standing: bool = False, before: int | None = None, limit: int = 200
) -> Sequence[LegalHold]:
    """The latest first; with `standing`, those that have not ended."""
    chosen = select(LegalHold).order_by(LegalHold.id.desc()).limit(limit)
    if standing:
        chosen = chosen.where(LegalHold.ended_at.is_(None))
    return session.scalars(chosen if before is None else chosen.where(LegalHold.id < before)).all()


def hold_on(session: Session, person: Person) -> LegalHold | None:
    """A hold that stands on the person, or on anything of theirs."""
    about = or_(LegalHold.customer_id.in_(sorted(person.customers)), LegalHold.case_number.in_(sorted(person.cases)))
    return session.scalars(select(LegalHold).where(about, LegalHold.ended_at.is_(None)).order_by(LegalHold.id)).first()
