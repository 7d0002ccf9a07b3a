"""A calendar closed by hand: from now until a moment, for a reason, by somebody. It ends by itself or by reopening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hours.bilingual import Bilingual, completed
from hours.errors import ExpiryPassed
from records.audit import append
from records.database import Base


class ClosureRow(Base):
    """Table `closures`. `ended_at` is when somebody reopened before the time was up."""

    __tablename__ = "closures"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    calendar: Mapped[str] = mapped_column(String(40), index=True)
    began_at: Mapped[datetime]
    until: Mapped[datetime]
    reason_tr: Mapped[str] = mapped_column(String(80))
    reason_en: Mapped[str] = mapped_column(String(80))
    author: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True, kw_only=True)
class Closure:
    id: int
    calendar: str
    began_at: datetime
    until: datetime
    why: Bilingual
    author: str
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What somebody orders: `reason_tr` or `reason_en` left out is said in the catalogue's words."""

    calendar: str
    until: datetime
    author: str
    reason_tr: str | None = None
    reason_en: str | None = None


def close_by_hand(session: Session, closing: Closing, *, now: datetime) -> Closure:
    """The calendar is closed from now on. An earlier closing by hand ends with it. Raises ExpiryPassed."""
    if closing.until <= now:
        raise ExpiryPassed
    why = completed(closing.reason_tr, closing.reason_en, otherwise="closed_by_hand")
    _end(session, closing.calendar, by=closing.author, now=now)
    row = ClosureRow(
        calendar=closing.calendar, began_at=now, until=closing.until, author=closing.author,
        reason_tr=why.tr, reason_en=why.en,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"until": closing.until.isoformat(), "reason": why.tr, "closure": row.id}
    append(session, closing.author, "calendar_closed", f"calendar:{closing.calendar}", told, now)
    return _closure(row)


def reopen(session: Session, calendar: str, *, author: str, now: datetime) -> bool:
    """What was closed by hand goes by its rules again. False when nothing was."""
    ended = _end(session, calendar, by=author, now=now)
    if ended:
        append(session, author, "calendar_reopened", f"calendar:{calendar}", {"closures": ended}, now)
    return bool(ended)


def closures_in_force(session: Session, now: datetime) -> tuple[Closure, ...]:
    """Closed by hand at this moment, or from it on."""
    chosen = select(ClosureRow).where(ClosureRow.until > now, ClosureRow.ended_at.is_(None)).order_by(ClosureRow.id)
    return tuple(_closure(row) for row in session.scalars(chosen))


def closures_of(session: Session, calendar: str, *, limit: int = 50) -> Sequence[Closure]:
    """Every closing by hand there was, the newest first."""
    chosen = select(ClosureRow).where(ClosureRow.calendar == calendar).order_by(ClosureRow.id.desc()).limit(limit)
    return [_closure(row) for row in session.scalars(chosen)]


def _end(session: Session, calendar: str, *, by: str, now: datetime) -> list[int]:
    in_force = select(ClosureRow).where(
        ClosureRow.calendar == calendar, ClosureRow.until > now, ClosureRow.ended_at.is_(None)
    )
    ended = []
    for row in session.scalars(in_force):
        row.ended_at, row.ended_by = now, by
        ended.append(row.id)
    return ended


def _closure(row: ClosureRow) -> Closure:
    return Closure(
        id=row.id, calendar=row.calendar, began_at=row.began_at, until=row.until, author=row.author,
        why=Bilingual(tr=row.reason_tr, en=row.reason_en), ended_at=row.ended_at, ended_by=row.ended_by,
    )  # fmt: skip
