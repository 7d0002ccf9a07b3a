"""The brief of a visit as a text to whoever goes: the same that the technicians' line says, to be looked at again."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import ZONE
from cases.message import Draft, write_message
from cases.promise import Promise
from cases.promise_rules import words
from cases.visit import Visit, items_of

LANGUAGE: Final = "tr"


def text_the_brief(session: Session, visit: Visit, *, language: str = LANGUAGE, now: datetime) -> bool:
    """Into the outbox, once. False where there is nowhere to send it, or it stands there already."""
    if visit.worker_phone is None:
        return False
    draft = Draft(id=f"visit:{visit.id}", to_number=visit.worker_phone, body=brief_text(session, visit, language),
                  case_number=visit.case_number, written_by=visit.planned_by)  # fmt: skip
    return write_message(session, draft, now=now)


def brief_text(session: Session, visit: Visit, language: str) -> str:
    """No name and no number of the customer: a text is read on a screen that others see too."""
    case, promise = session.get_one(Case, visit.case_number), session.get_one(Promise, visit.promise_id)
    taken = ", ".join(item.words.spoken_in(language) for item in items_of(session, visit.id))
    begins, ends = (moment.astimezone(ZONE) for moment in (visit.starts_at, promise.agreed_for))
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%d.%m. %H:%M}"
    facts = {"case": case.number, "subject": case.subject or promise.what, "what": promise.what,
             "hours": f"{begins:%d.%m. %H:%M}-{last}", "items": taken or "-"}  # fmt: skip
    return words("visit_text").spoken_in(language).format(**facts)
