"""Something was told of the leg of a customer we call back: it is answered, or it is over. What came of it is settled.

Asked twice, late or out of turn it finds what stands: only the newest attempt counts, and only while the callback is on
the line.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.customer_first import rings_whoever_is_held
from callbacks.dialler.life import ON_THE_LINE, moves
from callbacks.dialler.machine import machine_answered
from callbacks.dialler.outcome import put_off, try_failed
from callbacks.dialler.reached_by_us import person_answered
from callbacks.dialler.rules import Why
from callbacks.dialler.standing_again import is_in_line_again
from callbacks.dialler.telling_agent import agent_is_released
from callbacks.dialler.unheard import heard_us, nobody_heard_us
from callbacks.legs import began
from callbacks.writing import write_journal
from records.call_record import CallRecord, call_record
from records.database import reading, writing
from routing.leaving import caller_hangs_up
from telephony.attempt import Attempt, attempt_for
from telephony.rest import ACCOUNT_CODES

OUR_TROUBLE_AGAIN: Final = timedelta(minutes=5)
"""The account was refused, not the number: nobody was rung."""
AT_ONCE: Final = 100
JOB_TIME: Final = timedelta(seconds=3)
"""How long the job that was asked for first has."""
NOBODY: Final[Mapping[str, Why]] = {"busy": "busy", "failed": "failed"}
"""How a leg ends that nobody answered; every other end is that nobody picked up."""


def look_at_leg(board: Board, callback_id: str) -> None:
    """The job: a leg was answered, or is over."""
    write_journal(board)
    with reading(board.database) as session:
        callback, attempt = session.get(Callback, callback_id), attempt_for(session, callback_id)
        if callback is None or attempt is None:
            return
        record = call_record(session, _stay(callback, attempt))
        heard = heard_us(session, attempt)
    if attempt.open:
        _is_open(board, callback, attempt)
    elif attempt.state == "done":
        _is_over(board, callback, attempt, record, heard=heard)
    elif callback.state in ON_THE_LINE:
        _never_rang(board, callback, attempt)


def see_to_legs(board: Board) -> None:
    """The duty: callbacks on the line whose leg is over, or that was answered, and whose job was lost."""
    with reading(board.database) as session:
        theirs = _ON_THE_LINE.order_by(Callback.due_at).limit(AT_ONCE)
        found = [one for one in session.scalars(theirs) if _was_forgotten(board, session, one)]
    for callback_id in found:
        board.jobs.look_at_leg(callback_id)


_ON_THE_LINE: Final = select(Callback.id).where(Callback.state.in_(ON_THE_LINE), NOT_OVER)
CALLBACKS_ON_THE_LINE: Final = _ON_THE_LINE.exists()


def _stay(callback: Callback, attempt: Attempt) -> str:
    """What the floor knows the conversation by; a new one where the agent was let go before they answered."""
    return callback.floor_call or attempt.call or ""


def _was_forgotten(board: Board, session: Session, callback_id: str) -> bool:
    attempt = attempt_for(session, callback_id)
    if attempt is None or attempt.open:
        return attempt is not None and attempt.state == "live"
    return attempt.resolved_at is None or board.clock() - attempt.resolved_at > JOB_TIME


def _is_open(board: Board, callback: Callback, attempt: Attempt) -> None:
    """An agent may have gone away meanwhile: the next one takes it, and the phone is not rung again. Whoever was held
    for them is rung now."""
    if attempt.by_machine:
        machine_answered(board, callback.id, attempt.answered_by or "")
        return
    if attempt.state == "live":
        with writing(board.database) as session:
            row = session.get(Callback, callback.id, with_for_update=True)
            if row is not None and row.state == "customer_ringing":
                moves(session, row, "connected", now=board.clock())
        rings_whoever_is_held(board, callback)
    is_in_line_again(board, callback.id, answered=attempt.state == "live")
    if attempt.answered_by:
        person_answered(board, callback.id)


def _is_over(board: Board, callback: Callback, attempt: Attempt, record: CallRecord | None, *, heard: bool) -> None:
    """The leg ended: after a conversation, at a machine, or before anybody spoke. Who heard nothing, since no
    document of ours came, was not tried."""
    if attempt.status != "completed":
        _nobody(board, callback, NOBODY.get(attempt.status or "", "no_answer"))
    elif attempt.by_machine:
        _nobody(board, callback, "machine")
    elif record is not None and record.answered_at is not None:
        began(board, record.sid)
        caller_hangs_up(board, record.sid, status="completed")
    elif heard:
        _nobody(board, callback, "no_answer")
    else:
        nobody_heard_us(board, callback.id, now=board.clock())


def _nobody(board: Board, callback: Callback, why: Why) -> None:
    try_failed(board, callback.id, why, now=board.clock())


def _never_rang(board: Board, callback: Callback, attempt: Attempt) -> None:
    """The network refused the call, or there is proof that none was made."""
    if attempt.state == "rejected" and attempt.error_code not in ACCOUNT_CODES:
        _nobody(board, callback, "failed")
        return
    again = OUR_TROUBLE_AGAIN if attempt.state == "rejected" else timedelta()
    with writing(board.database) as session:
        row = session.get(Callback, callback.id, with_for_update=True)
        if row is None or row.state not in ON_THE_LINE or not _is_newest(session, attempt):
            return
        why = "account" if attempt.state == "rejected" else "not_made"
        floor_call = put_off(session, row, at=board.clock() + again, why=why, now=board.clock())
    if floor_call is not None:
        agent_is_released(board, floor_call, why=why, word="told_network")


def _is_newest(session: Session, attempt: Attempt) -> bool:
    newest = attempt_for(session, attempt.subject)
    return newest is not None and newest.token == attempt.token
