"""What somebody writes down about a case, for whoever works on it next. The customer is not told of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base


class CaseNote(Base):
    """`who` is an agent, or a key of the API. A note is written once and never changed."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)


def notes_of(session: Session, case_number: str) -> Sequence[CaseNote]:
    """The first one first."""
    chosen = select(CaseNote).where(CaseNote.case_number == case_number)
    return session.scalars(chosen.order_by(CaseNote.at, CaseNote.id)).all()
