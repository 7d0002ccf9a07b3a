"""Where a case stands, for the ears of its customer alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from cases.case_status import CaseStatus, status_for
from cases.civil_day import civil_day, end_of
from cases.entitlement import good_entitlements
from ivr.language.move import Outcome
from ivr.language.status import AskStatus
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading
from staff.agent import agent


def ask_status(voice: VoiceBoard, talk: Talk, effect: AskStatus) -> Outcome:
    with reading(voice.database) as session:
        status = status_for(session, customer_id=effect.customer, case_number=effect.case)
        if status is None:
            return Outcome(way="none", values=_warranty(session, effect.customer, talk.now))
        facts = _told(session, status, talk.now) | _warranty(session, effect.customer, talk.now)
        return Outcome(way="told", values=facts, progress=True)


def _told(session: Session, status: CaseStatus, now: datetime) -> dict[str, str]:
    """Only what is known is a value, so that words about the rest are left out."""
    facts = {"case": status.number, "last": status.last, "at": status.last_at.isoformat()}
    owner = agent(session, status.owner_id) if status.owner_id else None
    if owner is not None and owner.name:
        facts["owner"] = owner.name.split()[0]
    if status.due_at is not None:
        facts["due"] = status.due_at.isoformat()
        if status.due_at <= now:
            facts["overdue"] = facts["due"]
    return facts


def _warranty(session: Session, customer: str, now: datetime) -> dict[str, str]:
    """Of several that are good, and end, the one that ends first."""
    good = good_entitlements(session, customer, civil_day(now))
    soonest = next(((one.product, one.ends_on) for one in good if one.kind == "warranty" and one.ends_on), None)
    if soonest is None or soonest[1] is None:
        return {}
    return {"product": soonest[0], "until": end_of(soonest[1]).isoformat()}
