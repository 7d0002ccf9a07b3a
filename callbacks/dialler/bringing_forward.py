"""Somebody who is owed a call waits in line and asks to be called: the one that stands is made as soon as the better of
both promises says, at the better of both places."""

from datetime import datetime

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import FIRST_STATE, Callback
from callbacks.callback_step import keep_step
from callbacks.dialler.life import ON_THE_LINE
from callbacks.dialler.wanted import CallbackWanted
from callbacks.promise_keeping import book_of
from cases.promise import Promise
from cases.promise_book import move_promise

ASKED_IN_LINE = "asked_in_line"


def brought_forward(
    session: Session, board: Board, callback: Callback, wanted: CallbackWanted, sooner: datetime | None
) -> Callback:
    """The callback: of kind `line` from now on, at the better place, unless it stands in line already; and due by the
    sooner moment. They asked for it themselves, so its promise may move, and it moves to sooner only.
    """
    if sooner is None or callback.over or callback.state in ON_THE_LINE or callback.id == wanted.once:
        return callback
    now = board.clock()
    if callback.state == FIRST_STATE:
        callback.kind, callback.lines = wanted.kind, [list(line) for line in wanted.lines] or None
        callback.place_at = min(callback.place_at, wanted.place_at or now)
        callback.not_before = callback.look_at = now
        callback.until, callback.why = None, ASKED_IN_LINE
    _sooner(session, board, callback, wanted, sooner)
    callback.version += 1
    keep_step(session, callback, who=wanted.who, now=now)
    session.flush()
    return callback


def _sooner(session: Session, board: Board, callback: Callback, wanted: CallbackWanted, sooner: datetime) -> None:
    promise = session.get(Promise, callback.promise_id, with_for_update=True)
    if promise is not None and sooner < callback.due_at:
        move_promise(session, book_of(board), promise, to=sooner, reason=ASKED_IN_LINE, who=wanted.who,
                     now=board.clock())  # fmt: skip
        callback.due_at = promise.due_at
