"""What becomes of a callback that reached nobody: another try later, or, with all of them used up, a word in writing.

Each of these changes the row; what stands on the floor for it is ended by whoever calls, once that is committed.
"""

from datetime import datetime
from typing import Final, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback, announce_callback
from callbacks.callback_step import CallbackStep
from callbacks.dialler.life import CLOCK, ENDS, ON_THE_LINE, ends, moves
from callbacks.dialler.not_reached import customer_is_written_to
from callbacks.dialler.rules import Again, Why
from callbacks.dialler.telling import tell_that_nobody_answered, tell_that_nobody_calls
from callbacks.dialler.telling_agent import agent_is_released
from callbacks.dialler.verdict import NOT_WANTED, Later, Never
from callbacks.promise_keeping import book_of
from cases.promise import End, Promise
from cases.promise_book import pause_promise
from records.database import writing

NOT_REACHED: Final = "not_reached"
"""Why a callback is released that was tried as often as the rules allow."""
WORDS: Final = {
    "no_answer": "told_no_answer",
    "busy": "told_busy",
    "machine": "told_machine",
    "failed": "told_failed",
}
"""What the agent hears."""


def try_failed(board: Board, callback_id: str, why: Why, *, now: datetime) -> None:
    """Nobody was reached: the agent hears it and is free. Told twice, it is one try."""
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        if callback is None or callback.over or callback.state not in ON_THE_LINE:
            return
        floor_call, case = callback.floor_call, callback.case_number
        _is_counted(session, callback, why, now)
        again = _again(board, session, callback, why)
        if again is None:
            _is_given_up(board, session, callback, why, now)
        else:
            _is_tried_again(board, session, callback, why, now + again.after, now)
    if floor_call is not None:
        board.floor.note("case_opened", call=floor_call, data={"case": case}, now=now, event=f"tried:{floor_call}")
        agent_is_released(board, floor_call, why=why, word=WORDS[why])


def _is_counted(session: Session, callback: Callback, why: Why, now: datetime) -> None:
    callback.tries, callback.why = callback.tries + 1, why
    announce_callback(session, "callback.try_failed", callback, now=now)


def put_off(session: Session, callback: Callback, *, at: datetime, why: str, now: datetime) -> str | None:
    """Nobody was rung, and nothing is counted: it is looked at again at that moment. What the floor knew it by."""
    floor_call, callback.floor_call = callback.floor_call, None
    if not callback.over:
        moves(session, callback, "scheduled", why=why, now=now)
        callback.look_at = at
    return floor_call


def may_not_be_called(session: Session, callback: Callback, verdict: Later | Never, *, now: datetime) -> str:
    """At the moment of dialling it turned out that they may not be called now, or not at all. The agent's word."""
    match verdict:
        case Later(at=at, why=why):
            put_off(session, callback, at=at, why=why, now=now)
            return "told_not_now"
        case Never(why=why):
            promise = session.get(Promise, callback.promise_id)
            ended = promise.status if promise is not None and promise.status in ENDS else "released"
            ends(session, callback, cast(End, ended), why=why, now=now)
            if why == NOT_WANTED:
                return "told_not_wanted"
            tell_that_nobody_calls(session, callback, why=why, now=now)
            return "told_not_allowed"


def _again(board: Board, session: Session, callback: Callback, why: Why) -> Again | None:
    """How it is tried once more; None when enough tries have ended like this one."""
    rule = board.dialler.again[why]
    before = select(func.count()).where(
        CallbackStep.callback_id == callback.id, CallbackStep.state == "scheduled", CallbackStep.why == why
    )
    return rule if (session.scalar(before) or 0) + 1 < rule.most else None


def _is_tried_again(board: Board, session: Session, callback: Callback, why: Why, at: datetime, now: datetime) -> None:
    """It is the customer's turn: meanwhile the clock of the promise stands still."""
    callback.floor_call, callback.look_at = None, at
    moves(session, callback, "scheduled", why=why, now=now)
    promise = session.get(Promise, callback.promise_id, with_for_update=True)
    if promise is not None and pause_promise(
        session, book_of(board), promise, reason=why, until=at, who=CLOCK, now=now
    ):
        callback.due_at = promise.due_at


def _is_given_up(board: Board, session: Session, callback: Callback, why: Why, now: datetime) -> None:
    ends(session, callback, "released", why=NOT_REACHED, note=f"{NOT_REACHED}: {why}", now=now)
    customer_is_written_to(board, session, callback, now=now)
    tell_that_nobody_answered(session, callback, now=now)
