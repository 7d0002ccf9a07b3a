"""What the customer lost by our fault, and what we offer for it. A complaint does not end before somebody has asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base


class CaseLoss(Base):
    """`what` was lost, in words; empty: they were asked and lost nothing. `kurus` is its worth, where they named one.

    `offered` is what we do about it, in words; what is given stands among the goodwill of the case.
    """

    __tablename__ = "case_losses"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str | None] = mapped_column(Text)
    kurus: Mapped[int | None] = mapped_column(Integer)
    offered: Mapped[str | None] = mapped_column(Text)
    noted_by: Mapped[str] = mapped_column(String(80))
    noted_at: Mapped[datetime]


def loss_of(session: Session, case_number: str) -> CaseLoss | None:
    return session.get(CaseLoss, case_number)


def note_loss(session: Session, loss: CaseLoss) -> CaseLoss:
    """Keep it; what was said before gives way to what is said now."""
    kept = session.merge(loss)
    session.flush()
    return kept
