"""A stay in line without a callback behind it: a process died after the row had moved on, and before the floor had."""

from typing import Final

from sqlalchemy import select, update

from callbacks.board import Board
from callbacks.callback import Callback, callback_on_floor
from callbacks.dialler.in_line import takes_off_the_floor
from callbacks.dialler.life import IN_LINE
from records.call_record import CallRecord
from records.database import reading, writing
from telephony.attempt import open_attempt_for

ORPHAN: Final = "nobody_is_owed"
KEPT: Final = "kept"


def take_off_if_nobody_is_owed(board: Board, floor_call: str) -> None:
    with reading(board.database) as session:
        callback = callback_on_floor(session, floor_call)
    if callback is None:
        takes_off_the_floor(board, floor_call, ORPHAN)
    elif callback.over:
        leaves_the_floor(board, callback)


def leaves_the_floor(board: Board, callback: Callback) -> None:
    """It is over: nobody is looked for, or rung, any longer. Who was reached by it is let talk, and come back to us."""
    known = board.floor.call(callback.floor_call) if callback.floor_call else None
    meeting = known is not None and (
        known.state == "talking"
        or (known.state == "accepted" and callback.state == KEPT)
        or _is_on_the_line(board, callback)
    )
    if callback.floor_call and known is not None and known.state != "gone" and not meeting:
        takes_off_the_floor(board, callback.floor_call, callback.why or callback.state)
    with writing(board.database) as session:
        session.execute(update(Callback).where(Callback.id == callback.id).values(look_at=None))


def _is_on_the_line(board: Board, callback: Callback) -> bool:
    """Their leg lives: they talk, or may have been cut off."""
    if callback.state != KEPT:
        return False
    with reading(board.database) as session:
        return open_attempt_for(session, callback.id) is not None


def look_at_all_in_line(board: Board) -> None:
    """After the floor was built anew: those it was not told of are put back by their next look, which is now."""
    in_line = Callback.ended_at.is_(None) & Callback.state.in_(IN_LINE)
    with writing(board.database) as session:
        session.execute(update(Callback).where(in_line).values(look_at=board.clock()))


def is_still_owed(board: Board, record: CallRecord) -> bool:
    """Whether a stay in line that SQL knew as live may stand on a floor that is built anew."""
    with reading(board.database) as session:
        found = session.scalars(select(Callback.ended_at).where(Callback.floor_call == record.sid)).all()
    return record.stage == "talking" or found == [None]
