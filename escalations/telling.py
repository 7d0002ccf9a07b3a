"""Who learns of an escalation by a notice: whoever owns the case, the lead, and whose executive case it is."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from cases.case import Case
from cases.executive_case import ExecutiveCase
from escalations.decision_rules import Row
from escalations.escalation import Escalation
from escalations.explaining import trigger_told
from staff.agent import agent
from staff.notice import Notice, keep_notice


def tell_of_escalation(session: Session, row: Escalation, decided_by: Row, *, now: datetime) -> None:
    """Once each, in the transaction of the decision."""
    told, why = dict.fromkeys(whom for whom in _whom(session, row, decided_by) if whom), trigger_told(row.trigger)
    for whom in told:
        keep_notice(
            session,
            Notice(
                id=f"escalation:{row.id}:{whom}",
                agent_id=whom,
                kind="escalation",
                key=f"notice_escalation_{row.decision}",
                args={"case": row.case_number or "-", "why_tr": why.tr, "why_en": why.en},
                call=row.call,
                case_number=row.case_number,
                at=now,
            ),
        )


def _whom(session: Session, row: Escalation, decided_by: Row) -> Iterator[str | None]:
    case = session.get(Case, row.case_number) if row.case_number else None
    owner = case.owner_id if case else None
    if "owner" in decided_by.tell:
        yield owner
    if "lead" in decided_by.tell:
        known = agent(session, row.agent_id or owner or "")
        yield known.lead_id or known.id if known else None
    if row.decision == "executive" and row.case_number:
        executive = session.get(ExecutiveCase, row.case_number)
        yield executive.sponsor_id if executive else None
