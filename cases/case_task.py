"""What a department does for a case, by when. The case stays its owner's; the task has a clock of its own.

A task is open until it is done or withdrawn. Somebody looks at it when three quarters of its time are over and when all
of it is: `look_at` is that moment, empty when nothing is left to look for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, Select, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.glance import Moment, at

Status = Literal["open", "done", "withdrawn"]
End = Literal["done", "withdrawn"]
Look = Literal["soon", "late"]
WARNED_AFTER: Final = 0.75
"""Of its time: what is left is enough to do something about it."""
_TO_LOOK_AT: Final = text("look_at IS NOT NULL")


class CaseTask(Base):
    """`what` and `outcome` are in people's words; `opened_by` and `ended_by` are an agent, or a key of the API."""

    __tablename__ = "case_tasks"
    __table_args__ = (
        Index("ix_case_tasks_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
        Index("ix_case_tasks_department_status_due", "department", "status", "due_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    department: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), default="open")
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime]
    look_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(Text)


def give_task(session: Session, task: CaseTask) -> CaseTask:
    """Write it down. The same open task for the same department again is the same task."""
    same = {"case_number": task.case_number, "department": task.department, "what": task.what, "status": "open"}
    known = session.scalars(select(CaseTask).filter_by(**same)).first()
    if known is not None:
        return known
    task.status, task.look_at = "open", task.opened_at + (task.due_at - task.opened_at) * WARNED_AFTER
    session.add(task)
    session.flush()
    return task


def end_task(session: Session, task_id: int, how: End, *, by: str, outcome: str | None, now: datetime) -> bool:
    """It is done, or nobody needs it any more. False where it had ended before, or there is none."""
    task = session.get(CaseTask, task_id, with_for_update=True, populate_existing=True)
    if task is None or task.status != "open":
        return False
    task.status, task.ended_at, task.ended_by, task.outcome, task.look_at = how, now, by, outcome, None
    return True


def tasks_of(session: Session, case_number: str) -> Sequence[CaseTask]:
    """All of a case, the next due first."""
    chosen = select(CaseTask).where(CaseTask.case_number == case_number)
    return session.scalars(chosen.order_by(CaseTask.due_at, CaseTask.id)).all()


def open_tasks(session: Session, case_number: str) -> Sequence[CaseTask]:
    return [task for task in tasks_of(session, case_number) if task.status == "open"]


def tasks_to_look_at(session: Session, now: datetime, *, limit: int) -> Sequence[CaseTask]:
    """Those whose moment has come, the earliest first; nobody else looks at them until this transaction ends."""
    due = _to_look_at(now).order_by(CaseTask.look_at, CaseTask.id)
    return session.scalars(due.limit(limit).with_for_update(skip_locked=True)).all()


def _to_look_at(now: Moment) -> Select[CaseTask]:
    return select(CaseTask).where(_TO_LOOK_AT, CaseTask.look_at <= now)


TASKS_TO_LOOK_AT: Final = _to_look_at(at()).exists()


def is_looked_at(task: CaseTask, now: datetime) -> Look:
    """What is to be told of it now; asked for the next time, it is something else."""
    if now < task.due_at:
        task.look_at = task.due_at
        return "soon"
    task.look_at = None
    return "late"
