"""The conversation an agent writes up: which call, which case, what is still missing there, and how hard it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.hard_call import was_hard
from cases.case import Case
from records.call_record import SIDE, CallRecord, CallRow, call_record
from records.journal import EventRow

A_SHIFT: Final = timedelta(hours=16)
"""What somebody talked about longer ago is not what they are writing up."""


@dataclass(frozen=True, kw_only=True)
class LastConversation:
    """`missing`: its case asks what comes next, and what it asks about is this conversation."""

    call: str
    case_number: str | None
    missing: bool
    hard: bool


def last_conversation(
    session: Session, agent_id: str, *, long_minutes: float, now: datetime
) -> LastConversation | None:
    """As the journal has it; None where they have not talked to anybody in this shift."""
    answered = select(EventRow.call, EventRow.at).where(
        EventRow.agent == agent_id, EventRow.kind == "answered", EventRow.at >= now - A_SHIFT
    )
    row = session.execute(answered.order_by(EventRow.at.desc(), EventRow.seq.desc()).limit(1)).first()
    record = call_record(session, row.call) if row and row.call else None
    if row is None or record is None:
        return None
    return LastConversation(
        call=record.sid,
        case_number=record.case_number,
        missing=_is_missing(session, record, agent_id, row.at),
        hard=was_hard(session, record, agent_id, long_minutes=long_minutes, now=now),
    )


def _is_missing(session: Session, record: CallRecord, agent_id: str, answered_at: datetime) -> bool:
    """Somebody else who talked about the case since is asked instead, unless they were asked into this conversation."""
    case = session.get(Case, record.case_number) if record.case_number else None
    if case is None or not case.wrap_up_missing or record.agent_id != agent_id:
        return False
    later = select(CallRow.sid).where(
        CallRow.case_number == case.number,
        CallRow.answered_at > answered_at,
        CallRow.agent_id != agent_id,
        CallRow.direction != SIDE,
    )
    return session.scalars(later.limit(1)).first() is None
