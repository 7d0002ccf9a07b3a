"""What became of an escalation is read off what is true: the transfer, the call that was owed, the line they waited in.

Whoever asked for a lead is given one in some form: who hung up before anybody came is called.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from callbacks.callback import NOT_OVER, Callback
from callbacks.callback_step import steps_of_callback
from escalations.board import EscalationBoard
from escalations.deciding import COMES_IN, a_lead_calls_instead
from escalations.escalation import Escalation
from escalations.transfer.transfer import Transfer
from records.call_record import CallRow
from records.database import reading, writing
from staff.agent import agent

log = structlog.get_logger(__name__)

AT_ONCE: Final = 100
ASKED_BY_THEN: Final = timedelta(seconds=15)
"""A colleague was asked into the conversation by then, or whoever was to ask for them died over it."""
STAYED: Final = "agent"
"""How a request was granted whose customer went on with their agent after all."""


def see_to_escalations(board: EscalationBoard) -> None:
    """All that are open and were answered by nobody yet, each in a transaction of its own."""
    for escalation_id in _unanswered(board):
        with writing(board.database) as session:
            row = session.get(Escalation, escalation_id, with_for_update=True, populate_existing=True)
            if row is not None and row.ended_at is None and row.answered_at is None:
                _follow(board, session, row, board.clock())


_UNANSWERED: Final = select(Escalation.id).where(
    Escalation.ended_at.is_(None), Escalation.answered_at.is_(None), Escalation.level > 0,
    or_(Escalation.callback_id.is_not(None), Escalation.call.is_not(None)),
)  # fmt: skip
ESCALATIONS_UNANSWERED: Final = _UNANSWERED.exists()


def _unanswered(board: EscalationBoard) -> Sequence[str]:
    with reading(board.database) as session:
        return session.scalars(_UNANSWERED.order_by(Escalation.asked_at).limit(AT_ONCE)).all()


def _follow(board: EscalationBoard, session: Session, row: Escalation, now: datetime) -> None:
    if row.callback_id is not None:
        _follow_callback(session, row)
    elif row.transfer_id is not None:
        _follow_transfer(board, session, row, now)
    elif row.decision in COMES_IN:
        _follow_call(board, session, row, now)


def _follow_callback(session: Session, row: Escalation) -> None:
    callback = session.get(Callback, row.callback_id)
    if callback is None or not callback.over:
        return
    if callback.state == "kept":
        _is_answered(session, row, _who_called(session, callback), callback.ended_at, granted="lead_calls")
    else:
        row.granted, row.ended_at = "lead_calls", callback.ended_at


def _who_called(session: Session, callback: Callback) -> str | None:
    """Who talked with them; where nobody says, who had promised it."""
    last = steps_of_callback(session, callback.id)[-1:]
    who = last[0].who if last else None
    return who if who and agent(session, who) is not None else callback.agent_id


def _follow_transfer(board: EscalationBoard, session: Session, row: Escalation, now: datetime) -> None:
    transfer = session.get(Transfer, row.transfer_id)
    if transfer is None:
        return
    if transfer.merged_at is not None and transfer.colleague_id is not None:
        _is_answered(session, row, transfer.colleague_id, transfer.merged_at, granted=row.decision)
    elif transfer.callback_id is not None:
        row.callback_id, row.decision = transfer.callback_id, "lead_calls"
    elif transfer.over and transfer.state == "caller_gone":
        a_lead_calls_instead(board, session, row, why="caller_gone")
        _is_left_open_no_longer(row, now)
    elif transfer.over:
        row.granted, row.ended_at = STAYED, transfer.ended_at


def _follow_call(board: EscalationBoard, session: Session, row: Escalation, now: datetime) -> None:
    """They wait in the leads' line; or they talked, and whoever was to ask a colleague in died over it."""
    record = session.get(CallRow, row.call)
    if record is None:
        return
    if record.answered_at is not None and record.answered_at >= row.asked_at:
        _is_about(session, row, record.case_number)
        _is_answered(session, row, record.agent_id, record.answered_at, granted=row.decision)
    elif record.ended_at is not None:
        _gave_up(board, session, row, now)
    elif record.answered_at is not None and now - row.asked_at > ASKED_BY_THEN:
        _is_taken_up(board, session, row, now)


def _is_about(session: Session, row: Escalation, case_number: str | None) -> None:
    """Who asked before anybody knew which case it was; unless another of the same step is open on that case."""
    same = (Escalation.case_number == case_number, Escalation.level == row.level, Escalation.ended_at.is_(None))
    if row.case_number is None and session.scalars(select(Escalation.id).where(*same).limit(1)).first() is None:
        row.case_number = case_number


def _gave_up(board: EscalationBoard, session: Session, row: Escalation, now: datetime) -> None:
    owed = select(Callback).where(Callback.call == row.call, NOT_OVER)
    callback = session.scalars(owed.order_by(Callback.made_at)).first()
    if callback is not None:
        row.callback_id, row.decision = callback.id, "lead_calls"
        return
    a_lead_calls_instead(board, session, row, why="gave_up")
    _is_left_open_no_longer(row, now)


def _is_taken_up(board: EscalationBoard, session: Session, row: Escalation, now: datetime) -> None:
    asked = select(Transfer.id).where(Transfer.escalation_id == row.id).order_by(Transfer.asked_at.desc())
    row.transfer_id = session.scalars(asked.limit(1)).first()
    if row.transfer_id is None:
        a_lead_calls_instead(board, session, row, why="lost")
        _is_left_open_no_longer(row, now)


def _is_left_open_no_longer(row: Escalation, now: datetime) -> None:
    """Where not even a call can be promised there is nothing left to look for."""
    if row.callback_id is None:
        row.granted, row.ended_at = "none", now


def _is_answered(session: Session, row: Escalation, by: str | None, at: datetime | None, *, granted: str) -> None:
    """Somebody spoke with them about it; it stays open until what came of it is written down."""
    row.answered_by, row.answered_at, row.granted = by, at, granted
    row.version += 1
    session.flush()
    log.info("escalation_answered", escalation=row.id, by=by, granted=granted)
