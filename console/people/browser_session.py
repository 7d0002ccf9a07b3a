"""Somebody signed in at a browser: kept here, so that it can be ended here."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.people.account import Account
from records.database import Base

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
NOTED_EVERY: Final = timedelta(minutes=1)
"""How often it is written down that somebody is still there."""


class BrowserSession(Base):
    """Table `browser_sessions`. The browser holds a token; only its hash is here."""

    __tablename__ = "browser_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    def stands(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.seen_at + IDLE and now < self.made_at + LONGEST


def begin_session(session: Session, account: Account, token: str, *, now: datetime) -> None:
    """`token` is random, of 128 bits at least, and new at each signing in."""
    session.add(BrowserSession(digest=digest_of(token), account_id=account.id, made_at=now, seen_at=now, ended_at=None))


def who_is_signed_in(session: Session, token: str, *, now: datetime) -> Account | None:
    """Whose session this is, while it stands and its account does."""
    row = session.get(BrowserSession, digest_of(token))
    if row is None or not row.stands(now):
        return None
    account = session.get(Account, row.account_id)
    return account if account is not None and account.disabled_at is None else None


def still_there(session: Session, token: str, *, now: datetime) -> None:
    """Somebody does something: the half hour begins anew."""
    row = session.get(BrowserSession, digest_of(token))
    if row is not None and row.stands(now):
        row.seen_at = now


def is_worth_noting(session: Session, token: str, *, now: datetime) -> bool:
    row = session.get(BrowserSession, digest_of(token))
    return row is not None and now - row.seen_at >= NOTED_EVERY


def end_session(session: Session, token: str, *, now: datetime) -> None:
    row = session.get(BrowserSession, digest_of(token))
    if row is not None and row.ended_at is None:
        row.ended_at = now


def digest_of(token: str) -> str:
    """A plain hash is enough: the token is random and long."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str, *, secret: bytes) -> str:
    """What a page of this session sends along with everything that changes something."""
    return hmac.new(secret, f"csrf:{digest_of(token)}".encode(), hashlib.sha256).hexdigest()
