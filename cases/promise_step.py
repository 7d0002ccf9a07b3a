"""What happened to a promise, step by step, and each step once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

Step = Literal["warned", "broken", "repeated", "moved", "kept", "released", "made_good"]


class PromiseStep(Base):
    """Table `promise_steps`. `round` counts how often the customer agreed to another moment: each has its own steps.

    `was_due` is told of what was moved.
    """

    __tablename__ = "promise_steps"

    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(80))
    note: Mapped[str | None] = mapped_column(Text)
    was_due: Mapped[datetime | None]


def take_step(
    session: Session,
    promise_id: int,
    step: Step,
    *,
    case_number: str,
    round: int,
    at: datetime,
    who: str,
    note: str | None = None,
    was_due: datetime | None = None,
) -> bool:
    """Write it down. False where it was taken before: whoever is told so leaves the rest alone."""
    facts = {"promise_id": promise_id, "case_number": case_number, "step": step, "round": round, "at": at, "who": who}
    row = insert(session, PromiseStep).values(**facts, note=note, was_due=was_due).on_conflict_do_nothing()
    return session.execute(row.returning(PromiseStep.round)).first() is not None


def steps_of(session: Session, promise_id: int) -> Sequence[PromiseStep]:
    """In the order in which they were taken."""
    chosen = select(PromiseStep).where(PromiseStep.promise_id == promise_id)
    return session.scalars(chosen.order_by(PromiseStep.at, PromiseStep.round, PromiseStep.step)).all()
