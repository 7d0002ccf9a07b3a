"""Who is on duty to take escalations, from when to when, and how many at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from sqlalchemy import ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from escalations.errors import DutyFault, DutyRefused
from records.audit import append as append_audit
from records.database import Base, serialise
from staff.agent import agent

Rank = Literal["lead", "manager", "senior"]
RANKS: Final[tuple[str, ...]] = get_args(Rank)
LONGEST: Final = timedelta(days=31)
"""A rota is written by the week or month: a longer duty is somebody's role and no turn of theirs."""
MOST_SLOTS: Final = 200


class Duty(Base):
    """Table `duties`. `slots` escalations may be given to them in that time; 0 is any number."""

    __tablename__ = "duties"
    __table_args__ = (Index("ix_duties_until", "until", "starts_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    rank: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime]
    until: Mapped[datetime]
    slots: Mapped[int] = mapped_column(Integer, default=0)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class DutyWanted:
    """Counts in [starts_at, until)."""

    agent_id: str
    rank: str
    starts_at: datetime
    until: datetime
    slots: int = 0


def put_on_duty(session: Session, wanted: DutyWanted, *, by: str, now: datetime) -> tuple[Duty, bool]:
    """The duty, and whether it is new: the same time again brings rank and slots up to date.

    Raises DutyRefused with a fault for each field. Written to the audit trail.
    """
    serialise(session, f"duty:{wanted.agent_id}")
    others = _overlapping(session, wanted)
    same = next((one for one in others if (one.starts_at, one.until) == (wanted.starts_at, wanted.until)), None)
    faults = _faults(session, wanted, now)
    if same is None and others:
        faults.setdefault("starts_at", "overlaps")
    if faults:
        raise DutyRefused(faults)
    duty = same or Duty(agent_id=wanted.agent_id, starts_at=wanted.starts_at, until=wanted.until)
    duty.rank, duty.slots, duty.made_by, duty.made_at = wanted.rank, wanted.slots, by, now
    session.add(duty)
    session.flush()
    append_audit(session, by, "put_on_duty", f"agent:{duty.agent_id}", _told(duty), now)
    return duty, same is None


def take_off_duty(session: Session, duty: Duty, *, by: str, now: datetime) -> None:
    """One that has begun ends now, and stays to be read; one that is over stays as it was."""
    append_audit(session, by, "taken_off_duty", f"agent:{duty.agent_id}", _told(duty), now)
    if duty.starts_at >= now:
        session.delete(duty)
    else:
        duty.until = min(duty.until, now)
    session.flush()


def duties(
    session: Session, *, since: datetime, until: datetime | None = None, agent_id: str | None = None, limit: int = 200
) -> Sequence[Duty]:
    """Those not over at `since` that begin before `until`, the next to begin first."""
    chosen = select(Duty).where(Duty.until > since)
    if until is not None:
        chosen = chosen.where(Duty.starts_at < until)
    if agent_id is not None:
        chosen = chosen.where(Duty.agent_id == agent_id)
    return session.scalars(chosen.order_by(Duty.starts_at, Duty.agent_id, Duty.id).limit(limit)).all()


def is_a_rota_kept(session: Session, ranks: Sequence[str], *, since: datetime) -> bool:
    """Whether anybody was or will be on duty in one of these ranks since then: else nobody writes one."""
    chosen = select(Duty.id).where(Duty.until > since, Duty.rank.in_(ranks)).limit(1)
    return session.scalars(chosen).first() is not None


def next_duty(session: Session, ranks: Sequence[str], now: datetime) -> datetime | None:
    """When the next one in one of these ranks begins."""
    chosen = select(Duty.starts_at).where(Duty.until > now, Duty.starts_at > now, Duty.rank.in_(ranks))
    return session.scalars(chosen.order_by(Duty.starts_at).limit(1)).first()


def _overlapping(session: Session, wanted: DutyWanted) -> Sequence[Duty]:
    theirs = select(Duty).where(Duty.agent_id == wanted.agent_id)
    return session.scalars(theirs.where(Duty.starts_at < wanted.until, Duty.until > wanted.starts_at)).all()


def _faults(session: Session, wanted: DutyWanted, now: datetime) -> dict[str, DutyFault]:
    faults: dict[str, DutyFault] = {}
    known = agent(session, wanted.agent_id)
    if known is None or not known.active:
        faults["agent"] = "unknown"
    elif wanted.rank != "senior" and known.role not in ("lead", "manager"):
        faults["rank"] = "leads_nobody"
    if wanted.until <= wanted.starts_at:
        faults["until"] = "before_start"
    elif wanted.until <= now:
        faults["until"] = "past"
    elif wanted.until - wanted.starts_at > LONGEST:
        faults["until"] = "too_long"
    return faults if 0 <= wanted.slots <= MOST_SLOTS else {**faults, "slots": "too_many"}


def _told(duty: Duty) -> dict[str, Any]:
    return {"duty": duty.id, "rank": duty.rank, "starts_at": duty.starts_at.isoformat(),
            "until": duty.until.isoformat(), "slots": duty.slots}  # fmt: skip
