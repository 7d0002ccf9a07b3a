"""The promise behind a callback was ended or moved at a desk: the callback follows it, in the same transaction."""

from datetime import datetime
from typing import Final, cast

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback_step import keep_step
from callbacks.calling_first import callback_of_promise
from callbacks.dialler.cancelling import calls_off
from callbacks.dialler.changing import Changed
from callbacks.dialler.editing import MOVED
from cases.promise import End, Promise

PROMISE_ENDED: Final = "promise_ended"


def callback_ends_with(session: Session, promise: Promise, *, who: str, now: datetime) -> Changed | None:
    """It ends as its promise did, and leaves the line by its last look. None where there was none."""
    callback = callback_of_promise(session, promise)
    if callback is None:
        return None
    how = cast(End, "kept" if promise.made_good_at else promise.status)
    return calls_off(session, callback, how, why=PROMISE_ENDED, who=who, now=now)


def customer_is_left_in_peace(board: Board, ended: Changed | None) -> None:
    """Their telephone stops ringing for what is over."""
    if ended is not None and ended.token is not None:
        board.jobs.end_attempt(ended.token)


def callback_moves_with(session: Session, promise: Promise, *, who: str, now: datetime) -> None:
    """It is to be made by the moment its promise has now. Where it stands in line it stays: sooner is no fault."""
    callback = callback_of_promise(session, promise)
    if callback is None or callback.due_at == promise.due_at:
        return
    callback.due_at, callback.why = promise.due_at, MOVED
    callback.until = promise.due_at if callback.until is not None else None
    if callback.not_before >= promise.due_at:
        callback.not_before = callback.look_at = now
    callback.version += 1
    keep_step(session, callback, who=who, now=now)
    session.flush()
