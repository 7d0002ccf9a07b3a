"""A newcomer has an experienced colleague beside them for a while; and how closely somebody is looked after."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy import Date, ForeignKey, Index, Integer, String, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base, serialise

Level = Literal["close", "regular", "light"]
SETTLED_AFTER: Final = 2
"""Whoever is here for so many times as long as a newcomer, and is coached about nothing, is looked after lightly."""


class Buddy(Base):
    """Table `buddies`: one coach at a time for each newcomer, until `until_on` or until it ends sooner."""

    __tablename__ = "buddies"
    __table_args__ = (
        Index(
            "ix_one_buddy_each",
            "newcomer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    newcomer_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    coach_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    until_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def put_buddy(
    session: Session, *, newcomer_id: str, coach_id: str, until_on: date, by: str, now: datetime
) -> tuple[Buddy, bool]:
    """This colleague is beside them from now on, and whether that is news. Another one's time ends with it."""
    serialise(session, f"buddy:{newcomer_id}")
    standing = _standing(session, newcomer_id)
    if standing is not None and standing.coach_id == coach_id:
        standing.until_on = until_on
        return standing, False
    if standing is not None:
        standing.ended_at = now
        session.flush()
    buddy = Buddy(newcomer_id=newcomer_id, coach_id=coach_id, until_on=until_on, made_by=by, made_at=now)
    session.add(buddy)
    session.flush()
    told = {"coach": coach_id, "until_on": until_on.isoformat()}
    append_audit(session, by, "buddy_given", f"agent:{newcomer_id}", told, now)
    return buddy, True


def end_buddy(session: Session, newcomer_id: str, *, by: str, now: datetime) -> bool:
    """They stand on their own from now on; False where nobody was beside them."""
    standing = _standing(session, newcomer_id)
    if standing is None:
        return False
    standing.ended_at = now
    append_audit(session, by, "buddy_ended", f"agent:{newcomer_id}", {"coach": standing.coach_id}, now)
    return True


def buddy_of(session: Session, newcomer_id: str, on: date) -> Buddy | None:
    """Who is beside them on that day."""
    standing = _standing(session, newcomer_id)
    return standing if standing is not None and on <= standing.until_on else None


def buddies(session: Session, on: date) -> Sequence[Buddy]:
    """Every pair of that day, by newcomer."""
    standing = select(Buddy).where(Buddy.ended_at.is_(None), Buddy.until_on >= on)
    return session.scalars(standing.order_by(Buddy.newcomer_id)).all()


def buddies_end_for_good(session: Session, agent_id: str, now: datetime) -> None:
    """The agent left, whichever of the two they were."""
    theirs = (Buddy.newcomer_id == agent_id) | (Buddy.coach_id == agent_id), Buddy.ended_at.is_(None)
    session.execute(update(Buddy).where(*theirs).values(ended_at=now))


def monitoring_level(*, tenure_days: float | None, newcomer_days: float, coached: int, conduct: bool) -> Level:
    """How closely somebody's calls are listened to: closely newcomers, and whoever is coached about their conduct."""
    if conduct or tenure_days is None or tenure_days < newcomer_days:
        return "close"
    settled = tenure_days >= SETTLED_AFTER * newcomer_days
    return "light" if settled and not coached else "regular"


def _standing(session: Session, newcomer_id: str) -> Buddy | None:
    chosen = select(Buddy).where(Buddy.newcomer_id == newcomer_id, Buddy.ended_at.is_(None))
    return session.scalars(chosen.with_for_update()).first()
