"""The centre's files as they were published: versions counted from 1, of which none ever changes. The newest counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Integer, Select, String, Text, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

How = Literal["first", "publish", "rollback"]


class CentreFileVersion(Base):
    """`file` is `policy` for policy.yaml. `how` is `first` for what lay in the folder before anything was published,
    and `rollback` for the text of an earlier version, told in `restores`.
    """

    __tablename__ = "centre_file_versions"

    file: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(String(12))
    restores: Mapped[int | None] = mapped_column(Integer)
    author: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


def versions_of_file(session: Session, file: str) -> Sequence[CentreFileVersion]:
    """Every version of a file, the newest first; none where it counts as it lies in the folder."""
    return session.scalars(
        select(CentreFileVersion).filter_by(file=file).order_by(CentreFileVersion.number.desc())
    ).all()


def version_of_file(session: Session, file: str, number: int) -> CentreFileVersion | None:
    return session.get(CentreFileVersion, (file, number))


def numbers_in_force(session: Session) -> Mapping[str, int]:
    """File → its newest version. A file that was never published is missing."""
    return {row[0]: row[1] for row in session.execute(_newest())}


def files_in_force(session: Session) -> Mapping[str, CentreFileVersion]:
    """The newest version of each file that was ever published."""
    newest = tuple_(CentreFileVersion.file, CentreFileVersion.number).in_(_newest())
    return {version.file: version for version in session.scalars(select(CentreFileVersion).where(newest))}


def file_in_force(session: Session, file: str) -> CentreFileVersion | None:
    """The newest version of this file; None where it counts as it lies in the folder."""
    chosen = select(CentreFileVersion).filter_by(file=file).order_by(CentreFileVersion.number.desc())
    return session.scalars(chosen.limit(1)).first()


def _newest() -> Select[str, int]:
    return select(CentreFileVersion.file, func.max(CentreFileVersion.number)).group_by(CentreFileVersion.file)
