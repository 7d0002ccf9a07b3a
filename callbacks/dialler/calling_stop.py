"""A time in which no customer was called, because of those called before it hardly anybody had answered."""

from datetime import datetime
from typing import Final

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, serialise

_BREAKER: Final = "breaker"


class CallingStop(Base):
    """Table `calling_stops`. Of the last `calls` calls `answered` were answered; nobody is called before `until`.

    Then one call is tried, to `trial`, chosen at `tried_at`; `trials` of them found nobody. `ended_at` is when one was
    answered; empty: the stop stands.
    """

    __tablename__ = "calling_stops"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    began_at: Mapped[datetime]
    calls: Mapped[int] = mapped_column(Integer)
    answered: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime]
    trial: Mapped[str | None] = mapped_column(String(20), index=True)
    tried_at: Mapped[datetime | None]
    trials: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None]


def newest_stop(session: Session, *, alone: bool = False) -> CallingStop | None:
    """The last one, standing or over; `alone`: no other transaction changes it, or begins one, before this one ends."""
    if alone:
        serialise(session, _BREAKER)
    newest = select(CallingStop).order_by(CallingStop.id.desc()).limit(1)
    return session.scalars(newest.execution_options(populate_existing=True)).first()
