"""A case the general manager took up: it is not closed without its root cause and a call back that was confirmed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base


class ExecutiveCase(Base):
    """Table `executive_cases`. `sponsor_id` is whose it is; `called_back_at` is when the customer was called with what
    was found, `confirmed_at` when they said that it was so."""

    __tablename__ = "executive_cases"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True)
    sponsor_id: Mapped[str | None] = mapped_column(String(64), index=True)
    why: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    root_cause: Mapped[str | None] = mapped_column(Text)
    found_by: Mapped[str | None] = mapped_column(String(64))
    found_at: Mapped[datetime | None]
    callback_id: Mapped[str | None] = mapped_column(String(64))
    called_back_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(80))
