"""The centre's files as they were published: versions counted from 1, of which none ever changes. The newest counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Integer, String, Text, func, select
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
    newest = select(CentreFileVersion.file, func.max(CentreFileVersion.number)).group_by(CentreFileVersion.file)
    return dict(session.execute(newest).all())


def files_in_force(session: Session) -> Mapping[str, CentreFileVersion]:
    """The newest version of each file that was ever published."""
    found = {file: version_of_file(session, file, number) for file, number in numbers_in_force(session).items()}
    return {file: version for file, version in found.items() if version is not None}
