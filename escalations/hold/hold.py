"""A customer on hold: by whom, since when, and for how long in all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

_OPEN: Final = text("ended_at IS NULL")
_TO_LOOK_AT: Final = text("look_at IS NOT NULL")


class Hold(Base):
    """Table `holds`: one time on hold. `held_at` is when the network took it, `released_at` when somebody asked for
    its end, `ended_at` when it was over; `look_at` when the network must be asked about it next. `why` is how it ended:
    released, too_long, transfer, or over with the conversation.
    """

    __tablename__ = "holds"
    __table_args__ = (
        Index("one_open_hold_per_call", "call", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("holds_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    customer_leg: Mapped[str] = mapped_column(String(64), index=True)
    reservation: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    held_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1)

    def lasted(self, now: datetime) -> timedelta:
        """How long they heard music so far."""
        return (self.ended_at or now) - self.held_at if self.held_at else timedelta()


def open_hold(session: Session, call: str) -> Hold | None:
    return session.scalars(select(Hold).where(Hold.call == call, Hold.ended_at.is_(None))).first()


def holds_of_call(session: Session, call: str) -> Sequence[Hold]:
    """The first one first."""
    return session.scalars(select(Hold).where(Hold.call == call).order_by(Hold.asked_at, Hold.id)).all()


def held_for(session: Session, call: str, now: datetime) -> timedelta:
    """All the time on hold of this call so far."""
    return sum((hold.lasted(now) for hold in holds_of_call(session, call)), timedelta())


def holds_watched(session: Session, *, limit: int = 500) -> Sequence[Hold]:
    """Those that have not ended, the longest due first."""
    return session.scalars(select(Hold).where(_TO_LOOK_AT).order_by(Hold.look_at).limit(limit)).all()


HOLDS_WATCHED: Final = select(Hold.id).where(_TO_LOOK_AT).exists()
