"""What we answered a webhook, so that the same webhook again hears the same, byte for byte."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

KEPT_FOR = timedelta(days=7)
"""No call lasts this long, and Twilio asks no question again after its call."""
FORGOTTEN_AT_ONCE = 1_000
"""Rows of one statement, so that nobody waits long for SQLite's only pen."""


class StoredAnswer(Base):
    __tablename__ = "webhook_answers"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


def stored_answer(session: Session, key: str) -> str | None:
    """What this webhook was answered before, or None when it is new."""
    answer = session.get(StoredAnswer, key)
    return answer.body if answer else None


def store(session: Session, key: str, call: str, body: str, at: datetime) -> None:
    """Keep the answer to a webhook. The first one wins; a later one is forgotten."""
    row = insert(session, StoredAnswer).values(key=key, call=call, body=body, at=at)
    session.execute(row.on_conflict_do_nothing(index_elements=["key"]))


def forget_old_answers(session: Session, *, now: datetime) -> bool:
    """Drop answers nobody will ask for again, some at a time; True when there may be more."""
    old = select(StoredAnswer.key).where(StoredAnswer.at < now - KEPT_FOR).limit(FORGOTTEN_AT_ONCE)
    keys = session.scalars(old).all()
    session.execute(delete(StoredAnswer).where(StoredAnswer.key.in_(keys)))
    return len(keys) == FORGOTTEN_AT_ONCE
