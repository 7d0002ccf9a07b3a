"""What happened in a transfer, step by step: each change of its state, why, and by whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from escalations.transfer.transfer import Transfer
from records.database import Base


class TransferStep(Base):
    """Table `transfer_steps`. `state` is the one it came into, `who` clock, customer, agent, colleague or who asked."""

    __tablename__ = "transfer_steps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(80))
    colleague_id: Mapped[str | None] = mapped_column(String(64))


def keep_transfer_step(session: Session, transfer: Transfer, *, who: str, now: datetime) -> None:
    """Its present state and reason, as a step."""
    session.add(
        TransferStep(
            transfer_id=transfer.id,
            at=now,
            state=transfer.state,
            why=transfer.why,
            who=who,
            colleague_id=transfer.colleague_id,
        )
    )


def steps_of_transfer(session: Session, transfer_id: str) -> Sequence[TransferStep]:
    """In the order they were taken."""
    chosen = select(TransferStep).where(TransferStep.transfer_id == transfer_id)
    return session.scalars(chosen.order_by(TransferStep.id)).all()
