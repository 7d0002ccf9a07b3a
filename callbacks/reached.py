"""Somebody talks with the customer of a case: whoever was to call them need not, and nobody waits for their answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.in_line import takes_off_the_floor
from callbacks.dialler.life import ends
from callbacks.promise_keeping import book_of
from cases.promise import promises_of
from cases.promise_book import resume_promise
from records.call_record import CallRecord
from records.database import writing
from telephony.attempt import open_attempt_for, withdrawn

RANG_IN: Final = "they rang in before we called"


def customer_was_reached(
    board: Board, session: Session, case_number: str, *, by: str, now: datetime
) -> tuple[Callback, ...]:
    """A call we owed them about this case is released by their own; clocks that waited for them run again. Returns what
    was released: see `nobody_is_rung_for`."""
    owed = select(Callback).where(Callback.case_number == case_number, NOT_OVER)
    released = tuple(session.scalars(owed.with_for_update()).all())
    for callback in released:
        ends(session, callback, "released", why="rang_in", who=by, note=RANG_IN, now=now)
    for promise in promises_of(session, case_number):
        resume_promise(session, book_of(board), promise, who=by, now=now)
    session.flush()
    return released


def case_of_call(session: Session, record: CallRecord, now: datetime) -> str | None:
    """What somebody talks with us about: the case they are here for; of who named none, the one they are due a call
    about. None: a new one."""
    if record.case_number is not None or record.from_kind != "e164":
        return record.case_number
    owed = select(Callback.case_number).where(
        Callback.phone == record.from_number, NOT_OVER, Callback.not_before <= now
    )
    return session.scalars(owed.order_by(Callback.place_at).limit(1)).first()


def nobody_is_rung_for(board: Board, released: Iterable[Callback], *, while_in: str) -> None:
    """Once that is committed: what stands on the floor for them leaves it, and a phone that rings for them stops; not
    the one they are talking on. Where this is not reached, whoever finds an orphan does the same.
    """
    for callback in released:
        if callback.floor_call == while_in:
            continue
        if callback.floor_call is not None:
            takes_off_the_floor(board, callback.floor_call, "rang_in")
        with writing(board.database) as session:
            attempt = open_attempt_for(session, callback.id)
            left = attempt is not None and not withdrawn(session, attempt.token, now=board.clock())
        if attempt is not None and left:
            board.jobs.end_attempt(attempt.token)
