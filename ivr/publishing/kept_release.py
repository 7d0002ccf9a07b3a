"""A release kept: which version of each flow it is made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.errors import FlowUnknown
from ivr.language.release import release_id
from records.database import Base, insert


class KeptRelease(Base):
    """`versions` maps flows to versions; the id is their hash."""

    __tablename__ = "kept_releases"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    versions: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]


def keep_release(session: Session, versions: Mapping[str, str], now: datetime) -> str:
    """Keep the release of these versions and return its id. Keeping it twice changes nothing."""
    id = release_id(versions)
    row = insert(session, KeptRelease).values(id=id, versions=dict(versions), kept_at=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["id"]))
    return id


def versions_in(session: Session, release: str) -> dict[str, str]:
    """Flow → version. Raises FlowUnknown."""
    row = session.get(KeptRelease, release)
    if row is None:
        raise FlowUnknown
    return dict(row.versions)
