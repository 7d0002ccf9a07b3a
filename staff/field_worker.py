"""Who works on doorsteps: known by a number and a PIN, as a telephone they call from proves nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Boolean, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.guess import Bound
from records.pin_hash import NOBODYS, is_pin_of, pin_hash

PIN_GUESSES: Final = Bound(most_wrong=5, within=timedelta(hours=1))


class FieldWorker(Base):
    """`id` is what they key in: digits. The PIN itself is kept nowhere."""

    __tablename__ = "field_workers"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    pin_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    added_at: Mapped[datetime]


def is_worker_number(text: str) -> bool:
    """Digits a telephone can key in; 0 alone would lead to a person."""
    return text.isascii() and text.isdigit() and 3 <= len(text) <= 20 and text[0] != "0"


def put_field_worker(
    session: Session, *, id: str, name: str, pin: str, active: bool, secret: bytes, now: datetime
) -> FieldWorker:
    """Add a field worker, or change the name, the PIN and whether they still work for us.

    Raises ValueError for what is no PIN.
    """
    worker = session.get(FieldWorker, id) or FieldWorker(id=id, added_at=now)
    worker.name, worker.active = name, active
    worker.pin_hash = pin_hash(pin, whose=f"field:{id}", secret=secret)
    session.add(worker)
    session.flush()
    return worker


def is_field_worker(session: Session, id: str, pin: str, *, secret: bytes) -> bool:
    """Whether this is a field worker of ours with their PIN; takes as long for those who are not."""
    worker = session.get(FieldWorker, id)
    right = is_pin_of(worker.pin_hash if worker else NOBODYS, pin, whose=f"field:{id}", secret=secret)
    return right and worker is not None and worker.active


def field_workers(session: Session) -> Sequence[FieldWorker]:
    """All of them, by number."""
    return session.scalars(select(FieldWorker).order_by(FieldWorker.id)).all()
