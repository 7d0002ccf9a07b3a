"""An agent in a conversation raises a hand: somebody should come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

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


HANDS_UP: Final = select(RaisedHand.call).where(RaisedHand.down_at.is_(None)).exists()


def hands_up(session: Session) -> Sequence[RaisedHand]:
    """Who is up longest first."""
    chosen = select(RaisedHand).where(RaisedHand.down_at.is_(None))
    return session.scalars(chosen.order_by(RaisedHand.up_at, RaisedHand.id)).all()


def hand_of_agent(session: Session, agent_id: str) -> RaisedHand | None:
    """The one they have up."""
    chosen = select(RaisedHand).where(RaisedHand.agent_id == agent_id, RaisedHand.down_at.is_(None))
    return session.scalars(chosen.with_for_update()).first()


def hand_in_call(session: Session, call: str) -> RaisedHand | None:
    """The one that is up in this conversation."""
    chosen = select(RaisedHand).where(RaisedHand.call == call, RaisedHand.down_at.is_(None))
    return session.scalars(chosen.order_by(RaisedHand.id.desc()).with_for_update()).first()
