"""Who is on duty to take escalations, from when to when, and how many at most."""

from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base

Rank = Literal["lead", "manager", "senior"]
RANKS: Final[tuple[str, ...]] = get_args(Rank)


class Duty(Base):
    """Table `duties`. `slots` escalations may be given to them in that time; 0 is any number."""

    __tablename__ = "duties"
    __table_args__ = (Index("ix_duties_until", "until", "starts_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    rank: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime]
    until: Mapped[datetime]
    slots: Mapped[int] = mapped_column(Integer, default=0)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
