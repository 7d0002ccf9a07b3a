"""A callback stands in line: it is a call on the floor, at the place the customer had, and leaves it again.

SQL says first that it stands there, then it is put there. Whoever finds one missing puts it back under the same name.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.life import IN_LINE, ON_THE_LINE
from callbacks.dialler.plan import plan_of_callback
from callbacks.noting import note
from records.database import reading
from records.owed_call import CALLBACK
from routing.arrival import caller_waits
from routing.moving import carry
from routing.plan import Plan

ON_FLOOR: Final = (*IN_LINE, *ON_THE_LINE)
"""States of a callback that has a stay in line: somebody is looked for, rings, or is there for them."""
CALLED_OFF: Final = "called_off"
"""The outcome of a stay in which customer and agent did not meet."""


def put_in_line(board: Board, callback_id: str, *, plan: Plan | None = None) -> bool:
    """On the floor by the name SQL has for it. False where it should not be there; unchanged where it is.

    Raises FloorUnavailable: it is put there at its next look.
    """
    with reading(board.database) as session:
        callback = session.get(Callback, callback_id)
    if callback is None or callback.over or callback.state not in ON_FLOOR or callback.floor_call is None:
        return False
    _told_as_a_call(board, callback, callback.floor_call)
    plan = plan or plan_of_callback(board, callback, now=board.clock())
    caller_waits(board, callback.floor_call, plan, place_at=callback.place_at)
    return True


def takes_off_the_floor(board: Board, floor_call: str, why: str, *, stays: timedelta | None = None) -> bool:
    """Nobody is looked for any longer; whoever was held for it is free, and their phone stops ringing.

    Commit first why: what the floor still has then is taken off by whoever finds it. With `stays` the agent's leg is
    left to end by itself, and taken down when so much time has passed. Raises FloorUnavailable.
    """
    ended = {"by": "us", "status": why, "outcome": CALLED_OFF}
    moves = board.floor.caller_leaves(floor_call, why=why, ended=ended, now=board.clock())
    if stays is None:
        carry(board, moves)
        return moves.changed
    carry(board, replace(moves, cancels=()))
    for reservation in moves.cancels:
        board.floor.set_deadline("cancel", reservation.id, at=board.clock() + stays)
    return moves.changed


def _told_as_a_call(board: Board, callback: Callback, floor_call: str) -> None:
    """The beginning of the stay's own record, told once however often it is put in line."""
    arrived: Mapping[str, Any] = {
        "from": callback.phone,
        "from_kind": "e164",
        "customer": callback.customer_id,
        "language": callback.language,
        "direction": CALLBACK,
    }
    note(board, "arrived", floor_call, arrived, once=floor_call)
    known = {"customer": callback.customer_id, "case": callback.case_number}
    note(board, "identified", floor_call, known, once=floor_call)
