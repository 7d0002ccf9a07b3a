"""A person is there: only then is the promise to call them kept. Whoever cannot be told from a machine is a person."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import callback_on_floor
from callbacks.dialler.life import ends
from records.call_record import CallRecord
from records.database import reading
from telephony.attempt import Attempt, attempt_for

A_CONVERSATION: Final = timedelta(seconds=35)
"""Who is spoken with for longer than the network takes to tell machines is a person, whatever it says."""
KEPT: Final = "reached"
NOT_THEM: Final = "wrong_number"
"""A person, and not the customer: whoever talked with them said so."""


def person_answered(board: Board, callback_id: str) -> None:
    """The network takes them for a person: if they talk with an agent by now, the promise is kept."""
    with reading(board.database) as session:
        attempt = attempt_for(session, callback_id)
    if attempt is not None and attempt.call is not None and not attempt.by_machine:
        board.jobs.began(attempt.call)


def person_is_proven(board: Board, session: Session, record: CallRecord) -> bool:
    """Of a callback: whether a person has met the agent in the room. Asked again later, it may be."""
    if record.answered_at is None:
        return False
    callback = callback_on_floor(session, record.sid)
    attempt = attempt_for(session, callback.id) if callback is not None else None
    if callback is None or attempt is None or attempt.by_machine or callback.why == NOT_THEM:
        return False
    return _is_told(board, attempt) or _talked_for_long(record, board.clock())


def callback_is_kept(session: Session, record: CallRecord, *, now: datetime) -> None:
    """They talk, and it is them: what was promised is done."""
    callback = callback_on_floor(session, record.sid)
    if callback is not None:
        ends(session, callback, "kept", why=KEPT, who=record.agent_id or "clock", now=now)


def _is_told(board: Board, attempt: Attempt) -> bool:
    """The network said so, is not asked, or said nothing until they hung up."""
    return not board.dialler.leg.detect_machines or attempt.answered_by is not None or not attempt.open


def _talked_for_long(record: CallRecord, now: datetime) -> bool:
    return record.answered_at is not None and now - record.answered_at >= A_CONVERSATION
