"""Somebody is to learn something with a coach: after a customer was treated badly, after a call that went wrong, or
because they asked. While it is about conduct, the certificate it names does not count: retrained first, then calls."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base, serialise

Cause = Literal["conduct", "quality", "asked"]
OPEN: Final = "open"
End = Literal["passed", "cancelled"]


class CoachingTask(Base):
    """Table `coaching_tasks`. `once` names what it is for: told twice, it is one task.

    `suspends` is the certificate that does not count until it is passed.
    """

    __tablename__ = "coaching_tasks"
    __table_args__ = (Index("ix_coaching_tasks_agent_state", "agent_id", "state"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    coach_id: Mapped[str | None] = mapped_column(String(64), index=True)
    cause: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(Text)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    suspends: Mapped[str | None] = mapped_column(String(40))
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(Text)


def ask_for_coaching(session: Session, task: CoachingTask, *, now: datetime) -> tuple[CoachingTask, bool]:
    """Write it down, and tell whether it is new."""
    serialise(session, f"coaching:{task.once}")
    known = session.scalars(select(CoachingTask).where(CoachingTask.once == task.once)).first()
    if known is not None:
        return known, False
    task.state, task.made_at = OPEN, now
    session.add(task)
    session.flush()
    told = {"task": task.id, "cause": task.cause, "suspends": task.suspends, "due_on": task.due_on.isoformat()}
    append_audit(session, task.made_by, "coaching_asked", f"agent:{task.agent_id}", told, now)
    return task, True


def end_coaching(
    session: Session, task_id: int, how: End, *, by: str, outcome: str, now: datetime
) -> tuple[CoachingTask, bool]:
    """Passed: what it suspended counts again. One that is over stays as it ended; tells whether it ended now."""
    task = session.get_one(CoachingTask, task_id, with_for_update=True, populate_existing=True)
    if task.state != OPEN:
        return task, False
    task.state, task.ended_at, task.ended_by, task.outcome = how, now, by, outcome
    session.flush()
    append_audit(session, by, f"coaching_{how}", f"agent:{task.agent_id}", {"task": task.id}, now)
    return task, True


def coaching_tasks(
    session: Session,
    *,
    agent_id: str | None = None,
    state: str | None = None,
    limit: int,
    before: int | None = None,
) -> Sequence[CoachingTask]:
    """The latest first; with `before`, those that came before that one."""
    wanted = {"agent_id": agent_id, "state": state}
    chosen = select(CoachingTask).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if before is not None:
        chosen = chosen.where(CoachingTask.id < before)
    return session.scalars(chosen.order_by(CoachingTask.id.desc()).limit(limit)).all()


def suspended(session: Session, of: Collection[str] | None = None) -> frozenset[tuple[str, str]]:
    """Of these agents or of everybody, who has which certificate suspended: (agent's id, name)."""
    found = select(CoachingTask.agent_id, CoachingTask.suspends)
    found = found.where(CoachingTask.state == OPEN, CoachingTask.suspends.is_not(None))
    rows = session.execute(found if of is None else found.where(CoachingTask.agent_id.in_(of)))
    return frozenset((agent_id, str(name)) for agent_id, name in rows)


def coaching_ends_for_good(session: Session, agent_id: str, *, now: datetime) -> None:
    """The agent left: nobody coaches them any more, and nobody waits for them as a coach."""
    theirs = CoachingTask.state == OPEN, CoachingTask.agent_id == agent_id
    session.execute(update(CoachingTask).where(*theirs).values(state="cancelled", ended_at=now, outcome="left"))
    coached = CoachingTask.state == OPEN, CoachingTask.coach_id == agent_id
    session.execute(update(CoachingTask).where(*coached).values(coach_id=None))
