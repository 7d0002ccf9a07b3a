"""Somebody listens to a conversation: who, to which, how, since when, and whether its agent was told."""

from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base

Mode = Literal["monitor", "whisper", "barge"]
"""Hears all and is heard by nobody; is heard by the agent alone; is heard by all."""
MODES: Final[tuple[str, ...]] = get_args(Mode)
_OPEN = text("ended_at IS NULL")
_TO_LOOK_AT = text("look_at IS NOT NULL")


class Listening(Base):
    """Table `listenings`. The listener's way in is a call of its own on the floor, `floor_call`; `mode` is what is
    asked for, `in_mode` what their leg is in. `coached_leg` is the agent's. Of `silent` ones the agent is not told.
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
