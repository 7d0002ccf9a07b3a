"""The versions of a flow: counted from 1, each with its author and why it was made. None of them ever changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.publishing.errors import VersionUnknown
from records.database import Base


class FlowVersion(Base):
    """`version` names the kept flow."""

    __tablename__ = "flow_versions"
    __table_args__ = (UniqueConstraint("flow", "version"),)

    flow: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


def versions_of(session: Session, flow: str) -> Sequence[FlowVersion]:
    """Every version of a flow, the newest first."""
    return session.scalars(select(FlowVersion).filter_by(flow=flow).order_by(FlowVersion.number.desc())).all()


def version_in_force(session: Session, flow: str, version: str) -> FlowVersion | None:
    return session.scalars(select(FlowVersion).filter_by(flow=flow, version=version)).first()


def number_version(session: Session, row: FlowVersion) -> None:
    """Give the version the next number of its flow, unless it was published before."""
    if session.scalar(select(FlowVersion.number).filter_by(flow=row.flow, version=row.version)) is None:
        last = session.scalar(select(func.max(FlowVersion.number)).filter_by(flow=row.flow))
        row.number = (last or 0) + 1
        session.add(row)
        session.flush()


def found_version(session: Session, flow: str, told: str) -> FlowVersion:
    """The version told by its number, or by its hash or the beginning of it. Raises VersionUnknown."""
    told = told.removeprefix("v")
    versions = versions_of(session, flow)
    by_number = [row for row in versions if str(row.number) == told]
    by_hash = [row for row in versions if len(told) >= SHORTEST_HASH and row.version.startswith(told)]
    if len(found := by_number or by_hash) != 1:
        raise VersionUnknown(flow, told)
    return found[0]


SHORTEST_HASH = 4
"""Letters of a hash that may stand for the whole."""
