"""After which calls an agent rests: a complaint, abuse, a very long one, or one the agent says was hard."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.complaint import COMPLAINT
from records.call_record import CallRecord
from records.journal import Event, events_of

HARD: Final = "hard_call"
"""The event that an agent says so."""
ABUSIVE: Final = "abusive"
"""What a call is marked as, or its case disposed of as, in which the agent was abused."""


def was_hard(session: Session, record: CallRecord, agent_id: str, *, long_minutes: float, now: datetime) -> bool:
    story = events_of(session, record.sid)
    if any(_says_so(event) for event in story):
        return True
    case = session.get(Case, record.case_number) if record.case_number else None
    if case is not None and (case.reason == COMPLAINT or case.disposition == ABUSIVE):
        return True
    return long_minutes > 0 and _talked(story, agent_id, now) >= timedelta(minutes=long_minutes)


def _says_so(event: Event) -> bool:
    return event.kind in (HARD, "complained") or (event.kind == "marked" and event.data.get("as") == ABUSIVE)


def _talked(story: list[Event], agent_id: str, now: datetime) -> timedelta:
    """How long this agent's last conversation in the call was, or has been so far."""
    began = [event.at for event in story if event.kind == "answered" and event.agent == agent_id]
    if not began:
        return timedelta(0)
    over = [event.at for event in story if event.kind in ("left", "ended") and event.at >= began[-1]]
    return (min(over) if over else now) - began[-1]
