"""Times in which a promise's clock stands still, because it is the customer's turn. Each has an end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.promise import Promise
from hours.calendar import Stretch
from records.database import Base


class PromisePause(Base):
    """Table `promise_pauses`. At `until` the clock runs again by itself; `ended_at` is when somebody ended it before.

    `reason` is in people's words: what we wait for.
    """

    __tablename__ = "promise_pauses"
    __table_args__ = (
        Index(
            "one_pause_at_a_time",
            "promise_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def stretch(self) -> Stretch:
        return Stretch(start=self.began_at, end=min(self.ended_at or self.until, self.until))


def pauses_of(session: Session, promises: Collection[int]) -> Mapping[int, Sequence[PromisePause]]:
    """By promise, the first one first."""
    found: dict[int, list[PromisePause]] = {promise: [] for promise in promises}
    chosen = select(PromisePause).where(PromisePause.promise_id.in_(promises)).order_by(PromisePause.began_at)
    for pause in session.scalars(chosen):
        found[pause.promise_id].append(pause)
    return found


def running_pause(pauses: Sequence[PromisePause], now: datetime) -> PromisePause | None:
    """The one that stops the clock at this moment."""
    return next((pause for pause in pauses if now in pause.stretch), None)


def begin_pause(
    session: Session, promise: Promise, *, reason: str, by: str, until: datetime, now: datetime
) -> PromisePause | None:
    """The clock stands still from now on. None where it does already: the first reason stands."""
    if running_pause(pauses_of(session, [promise.id])[promise.id], now):
        return None
    end_pause(session, promise.id, now)
    about = {"promise_id": promise.id, "case_number": promise.case_number}
    pause = PromisePause(**about, reason=reason, by=by, began_at=now, until=until)
    session.add(pause)
    session.flush()
    return pause


def end_pause(session: Session, promise_id: int, now: datetime) -> bool:
    """The clock runs again. False where it ran: a pause that ended by itself is only put away."""
    open_one = select(PromisePause).where(PromisePause.promise_id == promise_id, PromisePause.ended_at.is_(None))
    pause = session.scalars(open_one).first()
    if pause is None:
        return False
    stood = now < pause.until
    pause.ended_at = min(now, pause.until)
    session.flush()
    return stood
