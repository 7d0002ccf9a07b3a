"""When somebody is away, from when to when, and who stands in. What has a last day ends by itself: nobody must undo it.

Whoever is away and takes calls all the same is there: presence decides who is asked, an absence who answers for them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from sqlalchemy import ForeignKey, Index, Integer, Select, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base, serialise
from records.glance import Moment, at
from staff.agent import Agent, agent
from staff.errors import AbsenceRefused, Fault

Kind = Literal["leave", "sick", "training", "other"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LONGEST: Final = timedelta(days=400)
"""Whoever is away for longer is off-boarded, or comes back in between."""


class Absence(Base):
    """Counts in [starts_at, ends_at). `stand_in_id` goes before the stand-in the agent has on other days.

    `ended_at`: they were back sooner, or it was called off. `begun_told_at` and `over_told_at` are when those whom it
    concerns learned of it.
    """

    __tablename__ = "absences"
    __table_args__ = (
        Index("ix_absences_agent_ends", "agent_id", "ends_at"),
        Index("ix_absences_begun_told_starts", "begun_told_at", "starts_at"),
        Index("ix_absences_over_told_ends", "over_told_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    stand_in_id: Mapped[str | None] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    begun_told_at: Mapped[datetime | None]
    over_told_at: Mapped[datetime | None]

    def covers(self, moment: datetime) -> bool:
        return self.ended_at is None and self.starts_at <= moment < self.ends_at


def add_absence(session: Session, absence: Absence, *, now: datetime) -> Absence:
    """Write down that somebody will be away, or is. The same again is the same absence.

    Raises AbsenceRefused with a fault for each field.
    """
    serialise(session, f"absence:{absence.agent_id}")
    others = _overlapping(session, absence)
    if same := next((one for one in others if _told(one) == _told(absence)), None):
        return same
    faults = {**_faults_of_time(absence, now), **_faults_of_stand_in(session, absence)}
    if others:
        faults.setdefault("starts_at", "overlaps")
    if faults:
        raise AbsenceRefused(faults)
    absence.made_at = now
    session.add(absence)
    session.flush()
    append_audit(session, absence.made_by, "absence_added", f"agent:{absence.agent_id}", _told(absence), now)
    return absence


def end_absence(session: Session, absence_id: int, *, by: str, now: datetime) -> Absence:
    """They are back, or it was called off. One that is over stays as it was."""
    absence = session.get_one(Absence, absence_id, with_for_update=True, populate_existing=True)
    if absence.ended_at is None and now < absence.ends_at:
        absence.ended_at = now
        if now < absence.starts_at:
            absence.begun_told_at = absence.over_told_at = now  # it never was: nobody need learn of it
        append_audit(session, by, "absence_ended", f"agent:{absence.agent_id}", _told(absence), now)
    return absence


def absence_of(session: Session, agent_id: str, at: datetime) -> Absence | None:
    """Why they are away at that moment; None where nothing says that they are."""
    return next(iter(_away(session, [agent_id], at)), None)


def absences(session: Session, *, since: datetime, agent_id: str | None = None, limit: int = 200) -> Sequence[Absence]:
    """Those not over at `since`, of everybody or of one, the next to begin first."""
    chosen = select(Absence).where(Absence.ended_at.is_(None), Absence.ends_at > since)
    if agent_id is not None:
        chosen = chosen.where(Absence.agent_id == agent_id)
    return session.scalars(chosen.order_by(Absence.starts_at, Absence.id).limit(limit)).all()


def absences_to_tell(session: Session, now: datetime, *, limit: int) -> list[Absence]:
    """Those that began, and those that are over, and nobody was told of yet."""
    to_tell = _begun(now), _over(now)
    return [one for chosen in to_tell for one in session.scalars(chosen.limit(limit).with_for_update())]


def _begun(now: Moment) -> Select[Absence]:
    return select(Absence).where(Absence.begun_told_at.is_(None), Absence.starts_at <= now)


def _over(now: Moment) -> Select[Absence]:
    is_over = or_(Absence.ends_at <= now, Absence.ended_at.is_not(None))
    return select(Absence).where(Absence.over_told_at.is_(None), is_over)


ABSENCES_TO_TELL: Final = or_(_begun(at()).exists(), _over(at()).exists())


def absences_end_for_good(session: Session, agent_id: str, *, by: str, now: datetime) -> int:
    """The agent left the company: what was planned is called off. Tells how many."""
    planned = absences(session, since=now, agent_id=agent_id)
    return len([end_absence(session, absence.id, by=by, now=now) for absence in planned])


def _away(session: Session, agent_ids: Collection[str], at: datetime) -> Sequence[Absence]:
    chosen = select(Absence).where(Absence.agent_id.in_(agent_ids), Absence.ends_at > at, Absence.starts_at <= at)
    return session.scalars(chosen.where(Absence.ended_at.is_(None))).all()


def _overlapping(session: Session, absence: Absence) -> Sequence[Absence]:
    theirs = select(Absence).where(Absence.agent_id == absence.agent_id, Absence.ended_at.is_(None))
    return session.scalars(theirs.where(Absence.starts_at < absence.ends_at, Absence.ends_at > absence.starts_at)).all()


def _faults_of_time(absence: Absence, now: datetime) -> dict[str, Fault]:
    if absence.ends_at <= absence.starts_at:
        return {"ends_at": "before_start"}
    if absence.ends_at <= now:
        return {"ends_at": "past"}
    return {"ends_at": "too_long"} if absence.ends_at - absence.starts_at > LONGEST else {}


def _faults_of_stand_in(session: Session, absence: Absence) -> dict[str, Fault]:
    """Whoever stands in works here and is there when it begins."""
    if absence.stand_in_id is None:
        return {}
    known: Agent | None = agent(session, absence.stand_in_id)
    if known is None or not known.active:
        return {"stand_in_id": "unknown"}
    if known.id == absence.agent_id:
        return {"stand_in_id": "self"}
    return {"stand_in_id": "absent"} if absence_of(session, known.id, absence.starts_at) else {}


def _told(absence: Absence) -> dict[str, Any]:
    return {
        "kind": absence.kind,
        "starts_at": absence.starts_at.isoformat(),
        "ends_at": absence.ends_at.isoformat(),
        "stand_in": absence.stand_in_id,
    }
