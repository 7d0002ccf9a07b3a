"""Which release is in force, and which one the test numbers reach: one row each, moved by compare-and-set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

PUBLISHED: Final = "published"
DRAFT: Final = "draft"


class Pointer(Base):
    __tablename__ = "flow_pointers"

    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    release: Mapped[str] = mapped_column(String(12))
    moved_at: Mapped[datetime]


def pointers(session: Session) -> Mapping[str, str]:
    """Pointer → release. Empty before anything was published."""
    return {row.name: row.release for row in session.execute(select(Pointer.name, Pointer.release))}


def in_force(session: Session) -> str | None:
    """The release calls start on; None before the first."""
    return session.scalar(select(Pointer.release).filter_by(name=PUBLISHED))


def move(session: Session, *, before: str | None, after: str, now: datetime) -> bool:
    """From this release to that one; False when the pointer stands somewhere else by now."""
    if before is None:
        first = insert(session, Pointer).values(name=PUBLISHED, release=after, moved_at=now)
        first = first.on_conflict_do_nothing(index_elements=["name"])
        return session.execute(first.returning(Pointer.name)).first() is not None
    moved = update(Pointer).filter_by(name=PUBLISHED, release=before).values(release=after, moved_at=now)
    return session.execute(moved.returning(Pointer.name)).first() is not None


def point_at_drafts(session: Session, release: str, now: datetime) -> None:
    """From now on the test numbers reach this release."""
    row = insert(session, Pointer).values(name=DRAFT, release=release, moved_at=now)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"release": release, "moved_at": now}))
