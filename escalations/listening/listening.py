"""Somebody listens to a conversation: who, to which, how, since when, and whether its agent was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

_OPEN = text("ended_at IS NULL")
_TO_LOOK_AT: Final = text("look_at IS NOT NULL")


class Listening(Base):
    """Table `listenings`. The listener's way in is a call of its own on the floor, `floor_call`; `mode` is what is
    asked for, `in_mode` what their leg is in. `coached_leg` is the agent's. Of `silent` ones the agent is not told.
    `look_at` is when somebody must look at it next, None once it is over and nobody of it is left in the room.
    """

    __tablename__ = "listenings"
    __table_args__ = (
        Index("one_listening_each", "call", "listener_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("listenings_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    coached_leg: Mapped[str] = mapped_column(String(64))
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    listener_id: Mapped[str] = mapped_column(String(64), index=True)
    floor_call: Mapped[str] = mapped_column(String(64), unique=True)
    leg: Mapped[str | None] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(8))
    in_mode: Mapped[str | None] = mapped_column(String(8))
    silent: Mapped[bool]
    why: Mapped[str] = mapped_column(String(80))
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    joined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_why: Mapped[str | None] = mapped_column(String(40))
    look_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def over(self) -> bool:
        return self.ended_at is not None


def open_listenings(session: Session, call: str) -> Sequence[Listening]:
    """Who listens to this conversation or is on their way to it, the first first."""
    chosen = select(Listening).where(Listening.call == call, Listening.ended_at.is_(None))
    return session.scalars(chosen.order_by(Listening.asked_at, Listening.id)).all()


def listening_to(session: Session, call: str, listener_id: str) -> Listening | None:
    """This one's, if they listen to it already."""
    return next((one for one in open_listenings(session, call) if one.listener_id == listener_id), None)


def listenings_to_look_at(session: Session, now: datetime, *, limit: int = 100) -> Sequence[str]:
    """Ids of those that somebody must look at now, the longest due first."""
    chosen = select(Listening.id).where(Listening.look_at <= now)
    return session.scalars(chosen.order_by(Listening.look_at).limit(limit)).all()


LISTENINGS_WATCHED: Final = select(Listening.id).where(_TO_LOOK_AT).exists()
