"""A screen on a wall: an address that shows figures to whoever has it, until somebody takes it back.

The address is computed from our secret and the wall's id: it stands in no table, and whoever reads the tables cannot
open one.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base

ID_LONG: Final = 32
MARK_LONG: Final = 32
"""Hexadecimal digits: 128 bits nobody guesses."""


class Wall(Base):
    """Table `walls`. `queues` are those it shows, empty for all. `ended_at`: taken back."""

    __tablename__ = "walls"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    queues: Mapped[list[Any]]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


def hang(session: Session, wall: Wall) -> Wall:
    """Make one; the same id again is the same wall. Written to the audit trail."""
    known = session.get(Wall, wall.id)
    if known is not None:
        return known
    session.add(wall)
    append_audit(session, wall.made_by, "wall_hung", f"wall:{wall.id}", {"name": wall.name}, wall.made_at)
    return wall


def take_down(session: Session, wall: Wall, *, by: str, now: datetime) -> None:
    """Its address shows nothing from now on. Written to the audit trail."""
    if wall.ended_at is None:
        wall.ended_by, wall.ended_at = by, now
        append_audit(session, by, "wall_taken_down", f"wall:{wall.id}", {}, now)


def walls(session: Session) -> Sequence[Wall]:
    """Those that hang, the oldest first."""
    return session.scalars(select(Wall).where(Wall.ended_at.is_(None)).order_by(Wall.made_at, Wall.id)).all()


def token_of(wall_id: str, *, secret: bytes) -> str:
    """What stands in its address."""
    mark = hmac.new(secret, f"wall:{wall_id}".encode(), hashlib.sha256).hexdigest()
    return wall_id + mark[:MARK_LONG]


def wall_at(session: Session, token: str, *, secret: bytes) -> Wall | None:
    """The wall that is shown under this token; None for a wrong one, and for one that was taken down."""
    wall_id = token[:ID_LONG]
    if len(token) != ID_LONG + MARK_LONG or not token.isascii():
        return None
    if not hmac.compare_digest(token_of(wall_id, secret=secret), token):
        return None
    wall = session.get(Wall, wall_id)
    return wall if wall is not None and wall.ended_at is None else None
