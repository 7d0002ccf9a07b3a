"""Their phone rings, or they answered, and no agent is there for them: the callback is in line, for whoever is free.

Nobody is waited for alone any longer: a customer on the line waits for the first of us.
"""

from typing import Final

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.floor_name import floor_name
from callbacks.dialler.in_line import put_in_line
from callbacks.dialler.life import ON_THE_LINE
from callbacks.dialler.plan import plan_of_callback
from records.call_record import call_record
from records.database import reading, writing
from routing.arrival import plan_changes
from routing.changed_plan import whoever_is_free

CUSTOMER_WAITS: Final = "customer_waits"


def is_in_line_again(board: Board, callback_id: str, *, answered: bool) -> None:
    """Who has answered stands on the floor whatever became of their stay. Raises FloorUnavailable."""
    with reading(board.database) as session:
        callback = session.get(Callback, callback_id)
        record = call_record(session, callback.floor_call) if callback is not None and callback.floor_call else None
    if callback is None or callback.over or callback.state not in ON_THE_LINE:
        return
    if record is not None and record.answered_at is not None:
        return  # they have met: what is left of that conversation is theirs
    known = board.floor.call(callback.floor_call) if callback.floor_call else None
    if callback.floor_call and known is not None and known.state in ("waiting", "reserved"):
        _is_anybodys(board, callback, callback.floor_call)
    elif answered and (known is None or known.state == "gone"):
        _stands_anew(board, callback, lost=callback.floor_call is not None and known is None)


def _is_anybodys(board: Board, callback: Callback, stay: str) -> None:
    plan = whoever_is_free(plan_of_callback(board, callback, now=board.clock()))
    plan_changes(board, stay, plan, why=CUSTOMER_WAITS, op=f"{stay}:{CUSTOMER_WAITS}")


def _stands_anew(board: Board, callback: Callback, *, lost: bool) -> None:
    """By its old name where the floor has lost it, by a new one where that stay was over."""
    if not lost:
        with writing(board.database) as session:
            row = session.get(Callback, callback.id, with_for_update=True, populate_existing=True)
            if row is None or row.over or row.floor_call != callback.floor_call:
                return
            row.floor_call, row.round = floor_name(board.new_id()), row.round + 1
    plan = whoever_is_free(plan_of_callback(board, callback, now=board.clock()))
    put_in_line(board, callback.id, plan=plan)
