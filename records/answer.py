"""What we answered a webhook, so that the same webhook again hears the same, byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Insert, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert_in

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


@dataclass(frozen=True, kw_only=True)
class WebhookAnswer:
    """What a webhook of a call was answered; `key` names the webhook."""

    key: str
    call: str
    body: str
    at: datetime


def answers_of(session: Session, call: str) -> list[tuple[datetime, str]]:
    """Every answer a call got and when, in order of time."""
    chosen = select(StoredAnswer.at, StoredAnswer.body).where(StoredAnswer.call == call).order_by(StoredAnswer.at)
    return [(at, body) for at, body in session.execute(chosen)]


def store(session: Session, answers: Sequence[WebhookAnswer]) -> None:
    """Keep answers to webhooks. The first to a key wins; a later one is forgotten."""
    if answers:
        session.execute(_keep(session.get_bind().dialect.name), [dict(vars(answer)) for answer in answers])


@cache
def _keep(dialect: str) -> Insert:
    return insert_in(dialect, StoredAnswer).on_conflict_do_nothing(index_elements=["key"])


def forget_old_answers(session: Session, *, now: datetime) -> bool:
    """Drop answers nobody will ask for again, some at a time; True when there may be more."""
    old = select(StoredAnswer.key).where(StoredAnswer.at < now - KEPT_FOR).limit(FORGOTTEN_AT_ONCE)
    keys = session.scalars(old).all()
    session.execute(delete(StoredAnswer).where(StoredAnswer.key.in_(keys)))
    return len(keys) == FORGOTTEN_AT_ONCE
