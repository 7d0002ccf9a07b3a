"""The end of a conversation's paperwork: what it was, what comes next, who does it and by when."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases.case import Case
from cases.closing import close_case
from cases.errors import CaseStands, Fault, WrapUpRefused
from cases.promise import make_promise
from records.audit import append as append_audit


def complete_wrap_up(
    session: Session,
    *,
    case_number: str,
    agent_id: str,
    disposition: str | None,
    next_action: str | None,
    next_action_due: datetime | None,
    now: datetime,
    who: str | None = None,
    closes_case: bool = False,
) -> None:
    """Write down what comes next, as an open promise by `who`, or by this agent. Raises WrapUpRefused with a fault for
    each field.

    With `closes_case` (the disposition settles the matter) nothing comes next and nothing is promised; what is still
    owed on the case is in the way.
    """
    case = session.get(Case, case_number, with_for_update=True)
    faults = _faults(case, disposition, next_action, next_action_due, now, closes_case)
    if case is None or faults:
        raise WrapUpRefused(faults)
    if closes_case and disposition:
        _close(session, case, disposition, now)
    case.disposition, case.wrap_up_missing, case.last_touched_at = disposition, False, now
    if next_action and next_action_due and not closes_case:
        doer = who or agent_id
        case.next_action, case.next_action_by, case.next_action_due = next_action, doer, next_action_due
        _promise(session, case.number, next_action, next_action_due, doer, now)
    _write_audit(session, case, agent_id, now)


def _promise(session: Session, case: str, what: str, due: datetime, agent_id: str, now: datetime) -> None:
    make_promise(session, case_number=case, kind="next_action", what=what, due_at=due, by_agent=agent_id, now=now)


def _faults(
    case: Case | None,
    disposition: str | None,
    next_action: str | None,
    due: datetime | None,
    now: datetime,
    closes_case: bool,
) -> dict[str, Fault]:
    faults: dict[str, Fault] = {} if case else {"case": "unknown"}
    if not (disposition or "").strip():
        faults["disposition"] = "missing"
    if closes_case:
        return faults
    if not (next_action or "").strip():
        faults["next_action"] = "missing"
    if due is None or due <= now:
        faults["next_action_due"] = "missing" if due is None else "past"
    return faults


def _close(session: Session, case: Case, disposition: str, now: datetime) -> None:
    """A case closed before stays so: a wrap-up may be sent twice."""
    try:
        close_case(session, case, disposition=disposition, outcome=None, now=now)
    except CaseStands as stands:
        if stands.why != "closed_already":
            raise WrapUpRefused({"closes": "loss" if stands.why == "loss_missing" else "owed"}) from stands


def _write_audit(session: Session, case: Case, agent_id: str, now: datetime) -> None:
    due = case.next_action_due
    written = {
        "disposition": case.disposition,
        "next_action": case.next_action,
        "next_action_by": case.next_action_by,
        "status": case.status,
        "next_action_due": due.isoformat() if due else None,
    }
    append_audit(session, agent_id, "wrap_up", f"case:{case.number}", written, now)
