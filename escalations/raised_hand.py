"""An agent in a conversation raises a hand: somebody should come."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base

_UP = text("down_at IS NULL")


class RaisedHand(Base):
    """Table `raised_hands`; up until `down_at`: somebody came (`answered_by`), or the conversation was over."""

    __tablename__ = "raised_hands"
    __table_args__ = (Index("one_hand_up_per_agent", "agent_id", unique=True, sqlite_where=_UP, postgresql_where=_UP),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(String(64))
    call: Mapped[str] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    reason: Mapped[str] = mapped_column(String(80))
    up_at: Mapped[datetime]
    answered_by: Mapped[str | None] = mapped_column(String(64))
    down_at: Mapped[datetime | None]
