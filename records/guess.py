"""Answers to what only the right person knows, counted over all calls: nobody guesses on by calling again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert, serialise


class Guess(Base):
    """`subject` is what is guessed at, by whom or of whom. What was answered is kept nowhere."""

    __tablename__ = "guesses"
    __table_args__ = (Index("ix_guesses_subject_at", "subject", "at"),)

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    subject: Mapped[str] = mapped_column(String(160))
    is_right: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Bound:
    """So many wrong answers within a time, and no more are looked at."""

    most_wrong: int
    within: timedelta


def is_locked(session: Session, subject: str, bound: Bound, now: datetime) -> bool:
    """Whether too many were wrong since the last right one. Until this transaction ends nobody else guesses at it."""
    serialise(session, f"guess:{subject}")
    since = now - bound.within
    right = select(func.max(Guess.at)).where(Guess.subject == subject, Guess.is_right, Guess.at > since)
    after = session.scalar(right) or since
    wrong = select(func.count()).where(Guess.subject == subject, ~Guess.is_right, Guess.at > after)
    return (session.scalar(wrong) or 0) >= bound.most_wrong


def count_guess(session: Session, subject: str, *, once: str, right: bool, now: datetime) -> None:
    """Told twice under one name it counts once."""
    row = insert(session, Guess).values(id=once, subject=subject, is_right=right, at=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["id"]))
