"""Somebody signed in at a browser: kept here, so that it can be ended here."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.people.account import Account
from records.database import Base

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
KEPT: Final = timedelta(days=30)
"""Who signed in when stands in the audit for good."""
NOTED_EVERY: Final = timedelta(minutes=1)
"""How often it is written down that somebody is still there."""
NAME_LETTERS: Final = 16
"""Of the digest: enough to tell sessions apart, and it opens nothing."""


class BrowserSession(Base):
    """Table `browser_sessions`. The browser holds a token; only its hash is here.

    `browser` and `address` are what it said of itself, for whoever looks through their own sessions.
    """

    __tablename__ = "browser_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(45))

    @property
    def name(self) -> str:
        return self.digest[:NAME_LETTERS]

    def stands(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.seen_at + IDLE and now < self.made_at + LONGEST


@dataclass(frozen=True, kw_only=True)
class Browser:
    """What a browser says of itself, cut to what is kept."""

    name: str = ""
    address: str = ""


def begin_session(
    session: Session, account: Account, token: str, *, now: datetime, browser: Browser | None = None
) -> None:
    """`token` is random, of 128 bits at least, and new at each signing in. What was long ago is forgotten."""
    old = BrowserSession.account_id == account.id, BrowserSession.made_at < now - KEPT
    session.execute(delete(BrowserSession).where(*old))
    seen = browser or Browser()
    session.add(BrowserSession(digest=digest_of(token), account_id=account.id, made_at=now, seen_at=now, ended_at=None,
                               browser=seen.name[:200] or None, address=seen.address[:45] or None))  # fmt: skip


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


def end_sessions(session: Session, account_id: str, *, now: datetime, but: str | None = None) -> int:
    """All of somebody's, except the one of this token; how many."""
    kept = digest_of(but) if but else None
    ending = [one for one in sessions_of(session, account_id, now=now) if one.digest != kept]
    for one in ending:
        one.ended_at = now
    return len(ending)


def end_one(session: Session, account_id: str, name: str, *, now: datetime) -> bool:
    """Whether there was one of that name."""
    ending = [one for one in sessions_of(session, account_id, now=now) if one.name == name]
    for one in ending:
        one.ended_at = now
    return bool(ending)


def sessions_of(session: Session, account_id: str, *, now: datetime) -> Sequence[BrowserSession]:
    """Those that stand, the latest used first."""
    chosen = (
        select(BrowserSession)
        .filter_by(account_id=account_id, ended_at=None)
        .order_by(BrowserSession.seen_at.desc(), BrowserSession.digest)
    )
    return [one for one in session.scalars(chosen) if one.stands(now)]


def agents_signed_in(session: Session, *, now: datetime) -> Mapping[str, datetime]:
    """As which agents somebody is signed in, and since when."""
    chosen = (
        select(Account.agent_id, BrowserSession)
        .join(BrowserSession, BrowserSession.account_id == Account.id)
        .where(Account.agent_id.is_not(None), BrowserSession.ended_at.is_(None))
        .order_by(BrowserSession.made_at.desc())
    )
    return {str(agent): one.made_at for agent, one in session.execute(chosen) if one.stands(now)}


def digest_of(token: str) -> str:
    """A plain hash is enough: the token is random and long."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str, *, secret: bytes) -> str:
    """What a page of this session sends along with everything that changes something."""
    return hmac.new(secret, f"csrf:{digest_of(token)}".encode(), hashlib.sha256).hexdigest()
