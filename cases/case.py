"""One matter of one customer, from the first conversation about it to its end. Somebody owns it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import ONE_MORE, Base, serialise

Status = Literal["open", "closed"]
FIRST_NUMBER = 1001
MOST_DIGITS = 15
"""A longer number is somebody else's reference, not one to count on from."""


def _serial(context: Any) -> int | None:
    number: str = context.get_current_parameters()["number"]
    counted = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    return int(number) if counted else None


class Case(Base):
    """`number` is what the customer is told; `serial` is the same as a number, when it is one.

    `outcome` is how it ended, in words. `priority` is 0 for most; a case of a higher one is looked at before them.
    `wrap_up_missing`: a conversation about it took place and what comes next has not been written down.
    `last_touched_at` is when it was last talked about or worked on. `public_link` is where the customer complained for
    all to read. `version` is another one after every change, whoever made it. `bounces` counts how often its customer
    was passed on since somebody who answers for it talked with them. `was_closed_at` is when it had been closed, of one
    that was opened again.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_owner_status", "owner_id", "status"),
        Index("ix_cases_opened_at", "opened_at"),
    )

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    serial: Mapped[int | None] = mapped_column(BigInteger, default=_serial, index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    phone: Mapped[str | None] = mapped_column(String(120), index=True)
    subject: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(String(80))
    priority: Mapped[int] = mapped_column(Integer, default=0)
    bounces: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[str] = mapped_column(String(16), default="open")
    owner_id: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    was_closed_at: Mapped[datetime | None]
    last_touched_at: Mapped[datetime]
    opened_by_call: Mapped[str | None] = mapped_column(String(64), unique=True)
    next_action: Mapped[str | None] = mapped_column(Text)
    next_action_by: Mapped[str | None] = mapped_column(String(64))
    next_action_due: Mapped[datetime | None]
    disposition: Mapped[str | None] = mapped_column(String(80))
    wrap_up_missing: Mapped[bool] = mapped_column(Boolean, default=False)
    public_link: Mapped[str | None] = mapped_column(String(500))
    outcome: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1", onupdate=ONE_MORE)

    def opens_again(self) -> None:
        """It was not over; of an open one nothing changes."""
        self.was_closed_at = self.closed_at or self.was_closed_at
        self.status, self.closed_at = "open", None


def cases(
    session: Session,
    *,
    status: Status | None = None,
    owner_id: str | None = None,
    customer_id: str | None = None,
    limit: int = 200,
) -> Sequence[Case]:
    """Cases last touched first, of everybody or of one owner or customer."""
    wanted = {"status": status, "owner_id": owner_id, "customer_id": customer_id}
    chosen = select(Case).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    return session.scalars(chosen.order_by(Case.last_touched_at.desc(), Case.number).limit(limit)).all()


def next_number(session: Session) -> str:
    """One more than the greatest number in use; nobody else gets it until this transaction ends."""
    serialise(session, "case numbers")
    greatest = session.scalar(select(func.max(Case.serial)))
    return str(FIRST_NUMBER if greatest is None else greatest + 1)
