"""Up to which moment everything that was kept long enough has been forgotten, for calls and for cases."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


class RetentionMark(Base):
    """Table `retention_marks`. What ended after `until` has not been looked at yet."""

    __tablename__ = "retention_marks"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    until: Mapped[datetime]


def reached(session: Session, name: str) -> datetime:
    mark = session.get(RetentionMark, name, populate_existing=True)
    return mark.until if mark else BEGINNING


def reach(session: Session, name: str, until: datetime) -> None:
    row = insert(session, RetentionMark).values(name=name, until=until)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"until": until}))


def look_again(session: Session) -> None:
    """A legal hold has ended: what it was on may be due long since."""
    session.execute(delete(RetentionMark))
