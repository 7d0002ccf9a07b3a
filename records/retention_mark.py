"""How far what was kept long enough has been forgotten: calls and cases by when they ended, customers by their ids."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIRST: Final = ""
"""Before every id."""


class RetentionMark(Base):
    """Table `retention_marks`. What ended after `until`, or whose id comes after `last_id`, has not been looked at."""

    __tablename__ = "retention_marks"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    until: Mapped[datetime] = mapped_column(default=BEGINNING)
    last_id: Mapped[str] = mapped_column(String(64), default=FIRST, server_default=FIRST)


def reached(session: Session, name: str) -> datetime:
    mark = session.get(RetentionMark, name, populate_existing=True)
    return mark.until if mark else BEGINNING


def reach(session: Session, name: str, until: datetime) -> None:
    _mark(session, name, until=until)


def place_in(session: Session, name: str) -> str:
    """The id that was looked at last, of those who are looked at over and over."""
    mark = session.get(RetentionMark, name, populate_existing=True)
    return mark.last_id if mark else FIRST


def go_on_after(session: Session, name: str, last_id: str) -> None:
    _mark(session, name, last_id=last_id)


def look_again(session: Session) -> None:
    """A legal hold has ended: what it was on may be due long since."""
    session.execute(delete(RetentionMark))


def _mark(session: Session, name: str, **where: datetime | str) -> None:
    row = insert(session, RetentionMark).values(name=name, **where)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=where))
