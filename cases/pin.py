"""A customer's PIN: digits only they know."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.pin_hash import is_pin_of, pin_hash


class Pin(Base):
    """Table `customer_pins`."""

    __tablename__ = "customer_pins"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


def set_pin(session: Session, *, customer_id: str, pin: str, secret: bytes, now: datetime) -> None:
    """The customer's PIN from now on. Raises ValueError for what is no PIN."""
    made = pin_hash(pin, whose=customer_id, secret=secret)
    session.merge(Pin(customer_id=customer_id, hash=made, set_at=now))


def has_pin(session: Session, customer_id: str) -> bool:
    return session.get(Pin, customer_id) is not None


def is_the_pin(session: Session, *, customer_id: str, digits: str, secret: bytes) -> bool:
    """Whether these digits are the customer's PIN."""
    known = session.get(Pin, customer_id)
    return known is not None and is_pin_of(known.hash, digits, whose=customer_id, secret=secret)
