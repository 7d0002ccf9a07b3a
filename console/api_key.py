"""Keys for programs that use the REST API. Each has a role; the role says what may be asked."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.asker import Asker
from console.role import Role
from records.database import Base

_SPOKEN = re.compile(r"sahip_([0-9a-f]{32})_([A-Za-z0-9_-]{16,200})")


class ApiKeyRow(Base):
    """Table `api_keys`. Only a hash of the secret is kept: the key is shown once, when it is made."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """Who asks: the key's id, the name it was given and its role."""

    id: str
    name: str
    role: str
    made_at: datetime
    revoked_at: datetime | None = None

    def asks(self) -> Asker:
        return Asker(id=self.id, name=self.name, role=self.role, kind="key")


def make_key(session: Session, *, id: str, secret: str, name: str, role: Role, now: datetime) -> str:
    """Make a key and return it as its holder will send it; it cannot be shown again.

    `id` is 32 hexadecimal characters; `secret` is random, URL-safe and of at least 128 bits.
    """
    key = f"sahip_{id}_{secret}"
    if not _SPOKEN.fullmatch(key):
        raise ValueError("A key needs an id of 32 hexadecimal characters and a URL-safe secret of 16 to 200.")
    session.add(ApiKeyRow(id=id, name=name, role=role, secret_hash=_hashed(secret), made_at=now))
    return key


def holder_of(session: Session, key: str) -> ApiKey | None:
    """Whose key this is; None for a wrong or revoked one."""
    spoken = _SPOKEN.fullmatch(key)
    if spoken is None:
        return None
    row = session.get(ApiKeyRow, spoken[1])
    right = hmac.compare_digest(_hashed(spoken[2]), row.secret_hash if row else "")
    return key_of(row) if row and right and row.revoked_at is None else None


def revoke_key(session: Session, id: str, *, now: datetime) -> bool:
    """From now on the key opens nothing. False when there is none, or it was revoked before."""
    row = session.get(ApiKeyRow, id)
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = now
    return True


def keys(session: Session) -> Sequence[ApiKey]:
    """Every key ever made, oldest first, without its secret."""
    return [key_of(row) for row in session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.made_at, ApiKeyRow.id))]


def key_of(row: ApiKeyRow) -> ApiKey:
    """What is known of it, without its secret."""
    return ApiKey(id=row.id, name=row.name, role=row.role, made_at=row.made_at, revoked_at=row.revoked_at)


def _hashed(secret: str) -> str:
    """A plain hash is enough: the secret is random and long, so there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
