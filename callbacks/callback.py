"""We said that we call: whom, about what, by when, and who. The promise is in the ledger; this is how to keep it."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.promise import Promise
from records.database import Base, serialise

OPEN: Final = "open"
"""Of a callback nobody has carried out yet; it ends as its promise does: kept, broken or released."""


class Callback(Base):
    """Table `callbacks`. `agent_id` is the owner it was promised by; empty: anybody of `queue`.

    `place_at` is when the caller began to wait for us: whoever calls them takes them in this order.
    """

    __tablename__ = "callbacks"
    __table_args__ = (
        Index(
            "one_open_callback_per_phone",
            "phone",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_callbacks_state_due", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    queue: Mapped[str] = mapped_column(String(40))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(16))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), index=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    place_at: Mapped[datetime]
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]


def open_callback(session: Session, phone: str) -> Callback | None:
    """What was promised to this number and is still owed. While a transaction asks, no other one promises the same."""
    serialise(session, f"callback:{phone}")
    return session.scalars(select(Callback).where(Callback.phone == phone, Callback.state == OPEN)).first()


def promise_kept_in_mind(session: Session, promise: Promise, callback: Callback) -> Callback:
    """The callback of a promise just made."""
    callback.promise_id, callback.due_at, callback.agent_id = promise.id, promise.due_at, promise.by_agent
    callback.made_at, callback.state = promise.made_at, OPEN
    session.add(callback)
    session.flush()
    return callback
