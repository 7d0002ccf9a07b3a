"""A customer's leg of which we hear nothing, or nothing any more: is it wanted still, and what does its end mean?"""

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.customer_first import is_held_ready
from callbacks.dialler.life import ON_THE_LINE
from callbacks.dialler.machine import message_is_heard
from callbacks.noting import note
from records.database import reading
from telephony.attempt import Attempt


def customer_is_wanted(board: Board, attempt: Attempt) -> bool:
    """While the callback is on the line, a conversation goes on, or a machine hears its message.

    A floor that is lost or changes meanwhile has not answered. Raises FloorLost and its kind.
    """
    with reading(board.database) as session:
        callback = session.get(Callback, attempt.subject)
        heard = attempt.by_machine and message_is_heard(session, attempt, now=board.clock())
    if callback is None or attempt.by_machine:
        return callback is not None and (heard or callback.state in ON_THE_LINE)
    if not callback.over and attempt.posted_at is not None:
        return callback.state in ON_THE_LINE
    stay = callback.floor_call or attempt.call
    epoch, known = board.floor.epoch, board.floor.call(stay) if stay else None
    board.floor.check()
    if board.floor.epoch != epoch:
        return True
    if attempt.posted_at is None:
        there = (known is not None and known.state == "accepted") or is_held_ready(board, callback)
        return there and stay == attempt.call
    return known is not None and known.state != "gone"


def customer_leg_was_gone(board: Board, attempt: Attempt, status: str) -> None:
    """Twilio has not had it for a while: its end is written down, and what came of it is settled."""
    told = {"token": attempt.token, "leg": attempt.leg, "status": status, "sequence": 0}
    note(board, "leg", attempt.call or "", told, once=f"{attempt.leg}:{status}:gone")
    board.jobs.look_at_leg(attempt.subject)
