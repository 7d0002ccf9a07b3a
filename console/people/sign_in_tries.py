"""How often a name, and an address, may try passwords: each try fills a bucket that drains with time.

Without the database nobody is let in: guessing would be free otherwise. A try is counted before the password is looked
at, so that many at once count too; a right one gives it back.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Float, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.people.account import spelt
from console.people.errors import TriedTooOften
from records.database import Base, serialise


class SignInTries(Base):
    """Table `sign_in_tries`. `bucket` is a keyed hash: nobody's address and no name that was mistyped is kept."""

    __tablename__ = "sign_in_tries"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    filled: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """`holds` tries at once, then one more each `drains_seconds`."""

    holds: int
    drains_seconds: float

    def left_of(self, filled: float, seconds: float) -> float:
        return max(0.0, filled - seconds / self.drains_seconds)


PER_NAME: Final = Bucket(holds=10, drains_seconds=60)
"""A person mistypes a few times; at one try a minute a password of ten letters is not guessed. Somebody who tries
another's name keeps them out for that minute at most."""
PER_ADDRESS: Final = Bucket(holds=60, drains_seconds=10)
"""A whole office may share an address."""
EMPTY_AFTER: Final = timedelta(hours=1)
"""Whatever filled a bucket has drained by then."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Which name was tried from which address; `secret` is what buckets are named by."""

    login: str
    address: str
    secret: bytes

    @property
    def of_name(self) -> str:
        return self._named("login", spelt(self.login))

    @property
    def of_address(self) -> str:
        return self._named("address", self.address)

    def _named(self, kind: str, what: str) -> str:
        return hmac.new(self.secret, f"tries:{kind}:{what}".encode(), hashlib.sha256).hexdigest()


def count_a_try(session: Session, tried: Tried, *, now: datetime) -> None:
    """Raises TriedTooOften; a try that is refused counts for nothing, so that waiting helps."""
    serialise(session, "sign_in_tries")
    rows = [
        (_drained(session, tried.of_name, PER_NAME, now), PER_NAME),
        (_drained(session, tried.of_address, PER_ADDRESS, now), PER_ADDRESS),
    ]
    waits = [(row.filled + 1 - bucket.holds) * bucket.drains_seconds for row, bucket in rows]
    if max(waits) > 0:
        raise TriedTooOften(math.ceil(max(waits)))
    for row, _ in rows:
        row.filled += 1


def was_right(session: Session, tried: Tried, *, now: datetime) -> None:
    """The name starts anew, and the address has its try back. Buckets that have long been empty go."""
    session.execute(delete(SignInTries).where(SignInTries.bucket == tried.of_name))
    session.execute(delete(SignInTries).where(SignInTries.at < now - EMPTY_AFTER))
    row = session.get(SignInTries, tried.of_address)
    if row is not None:
        row.filled = max(0.0, row.filled - 1)


def forget_tries(session: Session, login: str, *, secret: bytes) -> None:
    """An administrator gave somebody a new password: they need not wait."""
    of_name = Tried(login=login, address="", secret=secret).of_name
    session.execute(delete(SignInTries).where(SignInTries.bucket == of_name))


def _drained(session: Session, bucket: str, kind: Bucket, now: datetime) -> SignInTries:
    row = session.get(SignInTries, bucket)
    if row is None:
        row = SignInTries(bucket=bucket, filled=0.0, at=now)
        session.add(row)
    row.filled, row.at = kind.left_of(row.filled, (now - row.at).total_seconds()), now
    return row
