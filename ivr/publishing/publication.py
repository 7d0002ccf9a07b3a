"""The history of the pointer: who moved it, when, why, and what that changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

How = Literal["first", "publish", "rollback"]


class Publication(Base):
    """`changed` maps each flow to `[before, after]`, as versions; before the first publication it was null."""

    __tablename__ = "flow_publications"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    how: Mapped[str] = mapped_column(String(12))
    before: Mapped[str | None] = mapped_column(String(12))
    release: Mapped[str] = mapped_column(String(12))
    changed: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


def publications(session: Session, *, limit: int = 50) -> Sequence[Publication]:
    """What was published and rolled back, the newest first."""
    return session.scalars(select(Publication).order_by(Publication.number.desc()).limit(limit)).all()


def publication_of(session: Session, release: str) -> Publication | None:
    """The last time this release was put in force."""
    newest = select(Publication).filter_by(release=release).order_by(Publication.number.desc()).limit(1)
    return session.scalars(newest).first()
