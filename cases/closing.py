"""A case ends when nothing is owed on it any more, and may be opened again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.case_task import open_tasks
from cases.complaint import COMPLAINT
from cases.errors import CaseStands
from cases.executive_case import known_executive_case
from cases.loss import loss_of
from cases.promise import Promise
from cases.update_cadence import UPDATE, follow
from records.outgoing_event import announce


def close_case(session: Session, case: Case, *, disposition: str, outcome: str | None, now: datetime) -> None:
    """Close it for good. Raises CaseStands where it is closed, or where we still owe something. The row must be locked.

    Nothing comes next, so nothing is asked for any more.
    """
    if case.status == "closed":
        raise CaseStands("closed_already")
    _nothing_is_open(session, case)
    case.status, case.closed_at, case.last_touched_at = "closed", now, now
    case.disposition, case.outcome = disposition, outcome
    case.next_action = case.next_action_by = case.next_action_due = None
    case.wrap_up_missing = False
    told = {"case": case.number, "disposition": disposition, "owner_id": case.owner_id}
    announce(session, "case.closed", f"case:{case.number}", told, now=now)


def reopen_case(session: Session, case: Case, *, now: datetime) -> None:
    """It was not over. Its owner is who owned it. Raises CaseStands where it is open. The row must be locked."""
    if case.status == "open":
        raise CaseStands("open_already")
    case.opens_again()
    case.last_touched_at, case.outcome = now, None
    follow(session, case.number, now)
    announce(session, "case.reopened", f"case:{case.number}", {"case": case.number}, now=now)


def _nothing_is_open(session: Session, case: Case) -> None:
    """A promise of ours, a task of a department, the question what the customer lost by what they complain of, or what
    the executive's case still wants."""
    if owed := _owed(session, case.number):
        raise CaseStands("promises_open", *owed)
    if tasks := open_tasks(session, case.number):
        raise CaseStands("tasks_open", *(str(task.id) for task in tasks))
    if case.reason == COMPLAINT and loss_of(session, case.number) is None:
        raise CaseStands("loss_missing")
    if (executive := known_executive_case(session, case.number)) is not None and executive.missing:
        raise CaseStands("executive_open", *executive.missing)


def _owed(session: Session, number: str) -> list[str]:
    """A regular update is none: that the case is closed is the last one."""
    ours = select(Promise.id).where(Promise.case_number == number, Promise.party == "us", Promise.status == "open")
    ours = ours.where(Promise.kind != UPDATE)
    return [str(id) for id in session.scalars(ours.order_by(Promise.id))]
