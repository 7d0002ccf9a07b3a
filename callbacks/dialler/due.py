"""The time of a callback has come: may they be called, who should call them, and does it stand where it should?

Asked as often as anybody likes: each look reads what is true now and does what is missing. Nothing is done here that
another look, in another process, could do a second time: the row is locked, and its version says whether it moved.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.callback_step import keep_step
from callbacks.dialler.floor_name import floor_name
from callbacks.dialler.following import look_in_line
from callbacks.dialler.in_line import put_in_line
from callbacks.dialler.life import CLOCK, IN_LINE, ends, moves
from callbacks.dialler.orphans import leaves_the_floor
from callbacks.dialler.permission import may_call
from callbacks.dialler.plan import plan_of_callback, waits_for_the_owner
from callbacks.dialler.promised_time import follow_the_promise
from callbacks.dialler.sweep import schedule
from callbacks.dialler.telling import tell_that_nobody_calls
from callbacks.dialler.verdict import Later, Never
from callbacks.dialler.who_first import who_is_first
from records.call_record import call_record
from records.database import reading, writing
from routing.plan import Plan

STANDS_BY: Final = timedelta(seconds=15)
"""After it was put in line it is looked for there: the process may have died between the two."""
ON_THE_LINE_AGAIN: Final = timedelta(minutes=1)
"""While the customer's phone rings, or they talk, there is nothing to look at here."""
STILL_TALKING: Final = "still_on_the_line"
ASKED_AGAIN: Final = timedelta(seconds=3)
"""The call in which it was promised is not over: their line is busy."""


def callback_is_due(board: Board, callback_id: str) -> None:
    """The job. Raises FloorUnavailable, RecordsUnavailable: the next sweep asks again."""
    with reading(board.database) as session:
        callback = session.get(Callback, callback_id)
    if callback is None:
        return
    if callback.over:
        leaves_the_floor(board, callback)
    elif callback.state == "scheduled":
        _enters(board, callback)
    elif callback.state in IN_LINE:
        look_in_line(board, callback)
    else:
        _let_be(board, callback)
        board.jobs.look_at_leg(callback_id)
    with reading(board.database) as session:
        if (known := session.get(Callback, callback_id)) is not None:
            schedule(board, known)


def _enters(board: Board, known: Callback) -> None:
    now = board.clock()
    if known.look_at is None or known.look_at > now:
        return
    plan = plan_of_callback(board, known, now=now)
    with writing(board.database) as session:
        callback = session.get(Callback, known.id, with_for_update=True, populate_existing=True)
        if callback is None or callback.version != known.version:
            return
        follow_the_promise(board, session, callback)
        entered = _may(board, session, callback, now) and _stands_in_line(board, session, callback, plan, now)
    if entered:
        put_in_line(board, known.id, plan=plan)


def _may(board: Board, session: Session, callback: Callback, now: datetime) -> bool:
    """Where not: when it is looked at again, or why it is over, is written down."""
    if _is_on_the_line(session, callback):
        put_off(session, callback, at=now + ASKED_AGAIN, why=STILL_TALKING, now=now)
        return False
    match may_call(board, session, callback, now):
        case Later(at=at, why=why):
            put_off(session, callback, at=at, why=why, now=now)
            return False
        case Never(why=why):
            ends(session, callback, "released", why=why, now=now)
            tell_that_nobody_calls(session, callback, why=why, now=now)
            return False
        case _:
            return True


def put_off(session: Session, callback: Callback, *, at: datetime, why: str, now: datetime) -> None:
    """It waits on; a reason it did not have before is a step of its own."""
    callback.look_at = at
    if callback.why != why:
        callback.why = why
        callback.version += 1
        keep_step(session, callback, who=CLOCK, now=now)


def _is_on_the_line(session: Session, callback: Callback) -> bool:
    """The call in which it was promised goes on."""
    record = call_record(session, callback.call)
    return record is not None and record.arrived_at is not None and record.stage != "ended"


def _stands_in_line(board: Board, session: Session, callback: Callback, plan: Plan, now: datetime) -> bool:
    """Written down before it stands there."""
    callback.floor_call = floor_name(board.new_id())
    callback.first = who_is_first(board.dialler, session, callback.queue, now=now)
    callback.round += 1
    callback.look_at = now + STANDS_BY
    alone = waits_for_the_owner(plan)
    return moves(session, callback, "owner_wait" if alone else "pool", why="due", now=now)


def _let_be(board: Board, known: Callback) -> None:
    with writing(board.database) as session:
        callback = session.get(Callback, known.id, with_for_update=True, populate_existing=True)
        if callback is not None and callback.look_at is not None and callback.look_at <= board.clock():
            callback.look_at = board.clock() + ON_THE_LINE_AGAIN
