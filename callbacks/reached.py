"""Somebody talks with the customer of a case: whoever was to call them need not, and nobody waits for their answer."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.life import ends
from callbacks.promise_keeping import book_of
from cases.promise import promises_of
from cases.promise_book import resume_promise

RANG_IN: Final = "they rang in before we called"


def customer_was_reached(board: Board, session: Session, case_number: str, *, by: str, now: datetime) -> None:
    """A call we owed them about this case is released by their own; clocks that waited for them run again."""
    owed = select(Callback).where(Callback.case_number == case_number, NOT_OVER)
    for callback in session.scalars(owed.with_for_update()).all():
        ends(session, callback, "released", why="rang_in", who=by, note=RANG_IN, now=now)
    for promise in promises_of(session, case_number):
        resume_promise(session, book_of(board), promise, who=by, now=now)
    session.flush()
