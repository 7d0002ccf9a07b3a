"""A rule had a gap: what is to be changed, whose task it is, by when, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base


class Improvement(Base):
    """Table `improvements`; open until `ended_at`."""

    __tablename__ = "improvements"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    escalation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    gap: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str | None] = mapped_column(Text)
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]
