"""A customer's PIN: digits only they know. What is kept tells nobody the PIN, not even with the database in hand."""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

PIN: Final = re.compile(r"[0-9]{4,8}")
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's figures for argon2id: some 20 ms, as much as a webhook can afford. The secret mixed in does the rest."""


class Pin(Base):
    """Table `customer_pins`."""

    __tablename__ = "customer_pins"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


def is_a_pin(digits: str) -> bool:
    return PIN.fullmatch(digits) is not None


def set_pin(session: Session, *, customer_id: str, pin: str, secret: bytes, now: datetime) -> None:
    """The customer's PIN from now on. Raises ValueError for what is no PIN."""
    if not is_a_pin(pin):
        raise ValueError("A PIN has four to eight digits.")
    made = _HASHER.hash(_mixed(secret, customer_id, pin))
    session.merge(Pin(customer_id=customer_id, hash=made, set_at=now))


def has_pin(session: Session, customer_id: str) -> bool:
    return session.get(Pin, customer_id) is not None


def is_the_pin(session: Session, *, customer_id: str, digits: str, secret: bytes) -> bool:
    """Whether these digits are the customer's PIN; takes as long for wrong ones as for the right ones."""
    known = session.get(Pin, customer_id)
    try:
        return known is not None and _HASHER.verify(known.hash, _mixed(secret, customer_id, digits))
    except (VerificationError, InvalidHashError):
        return False


def _mixed(secret: bytes, customer_id: str, digits: str) -> bytes:
    return hmac.new(secret, f"pin:{customer_id}:{digits}".encode(), hashlib.sha256).digest()
