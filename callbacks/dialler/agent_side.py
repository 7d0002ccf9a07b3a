"""What an agent may do with a callback that is offered to them: take it, ask for a moment, or hand it back."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback, callback_on_floor
from callbacks.dialler.floor_name import is_callback
from callbacks.dialler.in_line import takes_off_the_floor
from callbacks.dialler.life import IN_LINE, moves
from callbacks.dialler.sweep import schedule
from records.database import reading, writing
from routing.answering import OPEN, agent_rejects
from routing.reservation import Reservation

Moment = Literal["snoozed", "handed_back"]


def agent_asks_for_a_moment(board: Board, offer: Reservation, *, stays: timedelta | None = None) -> Moment | None:
    """Off the floor, and offered to them again in a while. Too often, past the promised time, or with the customer on
    the line, it is handed back.

    None where the offer is settled, or no callback's. With `stays` their leg may say so first.
    """
    if not is_callback(offer.call) or offer.state not in OPEN:
        return None
    now = board.clock()
    with writing(board.database) as session:
        callback = callback_on_floor(session, offer.call)
        snoozed = callback is not None and _snoozed(board, session, callback, offer, now)
    if callback is None:
        return None
    if not snoozed:
        return "handed_back" if agent_hands_back(board, offer, stays=stays) else None
    takes_off_the_floor(board, offer.call, "snoozed", stays=stays)
    schedule(board, callback)
    return "snoozed"


def agent_hands_back(board: Board, offer: Reservation, *, stays: timedelta | None = None) -> bool:
    """Anybody's of the queue, at once, at its place; never offered to this agent again. False where it is settled."""
    if not is_callback(offer.call) or not agent_rejects(board, offer.id, "handed_back", stays=stays):
        return False
    with writing(board.database) as session:
        callback = callback_on_floor(session, offer.call)
        if callback is not None and callback.state in IN_LINE:
            moves(session, callback, "pool", why="handed_back", who=offer.agent, now=board.clock())
    return True


def _snoozed(board: Board, session: Session, callback: Callback, offer: Reservation, now: datetime) -> bool:
    rules, callback_id = board.dialler.line, callback.id
    locked = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
    again = now + rules.snooze
    if locked is None or locked.floor_call != offer.call or locked.state not in IN_LINE:
        return False
    if locked.snoozes >= rules.most_snoozes or again >= locked.due_at:
        return False
    if not moves(session, locked, "scheduled", why="snoozed", who=offer.agent, now=now):
        return False
    locked.snoozes += 1
    locked.look_at, locked.floor_call, locked.agent_id = again, None, offer.agent
    return True


def callback_offered(board: Board, floor_call: str) -> Callback | None:
    """What an agent hears of, or sees, before they accept."""
    with reading(board.database) as session:
        return callback_on_floor(session, floor_call)
