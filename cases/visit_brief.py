"""What whoever visits a customer must know: what it is about, what is to be done, what was promised and by when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cases.case import Case
from cases.identification import case_by_number
from cases.promise import promises_of
from cases.visit import items_of, next_visit
from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class VisitBrief:
    """`promise` is the open one due next; `checklist` is of the visit that is planned."""

    case: str
    subject: str | None
    next_action: str | None
    promise: str | None
    due_at: datetime | None
    owner_id: str | None
    checklist: tuple[Bilingual, ...] = ()


def brief_of(session: Session, number: str) -> VisitBrief | None:
    """The brief of an open case; None for a number that is no open case's."""
    found = case_by_number(session, number)
    case = session.get(Case, found.number) if found else None
    if case is None or case.status != "open":
        return None
    promise = next((one for one in promises_of(session, case.number) if one.status == "open"), None)
    visit = next_visit(session, case.number)
    return VisitBrief(
        case=case.number,
        subject=case.subject,
        next_action=case.next_action,
        promise=promise.what if promise else None,
        due_at=promise.due_at if promise else None,
        owner_id=case.owner_id,
        checklist=tuple(item.words for item in items_of(session, visit.id)) if visit else (),
    )
