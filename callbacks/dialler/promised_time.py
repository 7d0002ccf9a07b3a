"""By when a callback is promised: its promise says so, whose clock may have stood still or been moved meanwhile."""

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.promise_keeping import book_of
from cases.promise import Promise
from cases.promise_pause import pauses_of


def follow_the_promise(board: Board, session: Session, callback: Callback) -> None:
    """`due_at` as the promise has it now; one that is broken has said its last."""
    promise = session.get(Promise, callback.promise_id)
    if promise is not None and promise.status == "open":
        pauses = pauses_of(session, [promise.id])[promise.id]
        callback.due_at = book_of(board).milestones(promise, pauses).due_at
