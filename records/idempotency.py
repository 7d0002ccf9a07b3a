"""An API request that is sent twice with one Idempotency-Key is carried out once and answered alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, serialise
from records.errors import KeyReused, RequestInProgress

ABANDONED_AFTER = timedelta(seconds=60)
"""No request takes this long: the process that carried it out is dead, and it may be tried again."""
KEPT_FOR = timedelta(hours=24)
"""How long a key is remembered, as most public APIs do."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the first request was answered."""

    status: int
    body: str


class IdempotentRequest(Base):
    """Table `idempotent_requests`. `about` is the customer, case or call that was asked for: `cases/4812`."""

    __tablename__ = "idempotent_requests"

    caller: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    about: Mapped[str | None] = mapped_column(String(120))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None] = mapped_column(Integer)
    body: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


def begin(
    session: Session, *, caller: str, key: str, request_hash: str, now: datetime, about: str | None = None
) -> Answer | None:
    """None: this request is ours to carry out, then `finish` it. Otherwise what it was answered before.

    Raises KeyReused for another request under the same key, RequestInProgress while the first still runs.
    """
    serialise(session, f"idempotency:{caller}:{key}")
    known = session.get(IdempotentRequest, (caller, key))
    if known is None:
        session.add(IdempotentRequest(caller=caller, key=key, request_hash=request_hash, at=now, about=about))
        return None
    if known.request_hash != request_hash:
        raise KeyReused(key)
    if known.status is not None:
        return Answer(status=known.status, body=known.body or "")
    if now < known.at + ABANDONED_AFTER:
        raise RequestInProgress(key)
    known.at = now
    return None


def finish(session: Session, *, caller: str, key: str, answer: Answer) -> None:
    """Keep what the request was answered."""
    known = session.get_one(IdempotentRequest, (caller, key))
    known.status, known.body = answer.status, answer.body


def forget_old_requests(session: Session, *, now: datetime) -> None:
    """Drop keys nobody will send again."""
    session.execute(delete(IdempotentRequest).where(IdempotentRequest.at < now - KEPT_FOR))
