"""What a finished call adds up to is told to whoever subscribed."""

from datetime import datetime

from sqlalchemy.orm import Session

from records.call_record import CallRecord, is_of_the_side, is_stay_of_callback
from records.outgoing_event import announce


def announce_end(session: Session, record: CallRecord) -> None:
    """Once for each call, however often its end is heard of. A callback that left the line unmade is told as one, and
    how a colleague came into a conversation is a part of that."""
    if record.ended_at is None or is_of_the_side(record.sid):
        return
    if is_stay_of_callback(record.sid) and record.answered_at is None:
        return
    told = {
        "call": record.sid,
        "outcome": record.outcome,
        "direction": record.direction,
        "queue": record.queue,
        "agent_id": record.agent_id,
        "case": record.case_number,
        "waited_seconds": _seconds(record.waiting_at, record.answered_at or record.ended_at),
        "talked_seconds": _seconds(record.answered_at, record.ended_at),
    }
    announce(session, "call.ended", f"call:{record.sid}", told, now=record.ended_at, once=f"ended:{record.sid}")


def _seconds(since: datetime | None, until: datetime) -> float:
    return round(max((until - since).total_seconds(), 0), 3) if since else 0
