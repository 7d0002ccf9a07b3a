"""The customer is rung first: an agent is held for them, undisturbed, and is rung when they say hello.

The hold is an offer whose ringing waits. It is looked at again every few seconds, so that it ends with what it waits
for: they answer, nobody does, or nobody tells how the call fares.
"""

from datetime import datetime, timedelta
from typing import Final

from callbacks.board import Board
from callbacks.callback import Callback, callback_on_floor
from callbacks.dialler.floor_name import is_callback
from callbacks.writing import write_journal
from records.database import reading
from routing.reservation import Reservation
from telephony.attempt import Attempt, attempt_for

LOOK_AGAIN: Final = timedelta(seconds=2)
CUSTOMER: Final = "customer"
HOLDS: Final = "offered"
"""The state of an offer whose agent hears and sees nothing of it yet."""


def is_held_for(board: Board, offer: Reservation) -> bool:
    """Whether the agent of this offer is not to be rung yet. The customer's phone is made to ring where it does not.

    Raises FloorUnavailable.
    """
    if not is_callback(offer.call):
        return False
    write_journal(board)
    with reading(board.database) as session:
        callback = callback_on_floor(session, offer.call)
        attempt = attempt_for(session, callback.id) if callback is not None else None
    if callback is None or callback.first != CUSTOMER or _is_there(attempt):
        return False
    board.floor.ring_later(offer.id, at=board.clock() + LOOK_AGAIN, now=board.clock())
    board.jobs.dial(callback.id)
    return True


def _is_there(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.state == "live"


def is_held_ready(board: Board, callback: Callback) -> bool:
    """An agent is held for this callback until its customer answers."""
    return callback.first == CUSTOMER and _held(board, callback.floor_call) is not None


def is_undisturbed(board: Board, offer: Reservation) -> bool:
    """Whether its agent does not know of this offer, and need not."""
    if offer.state != HOLDS or not is_callback(offer.call):
        return False
    with reading(board.database) as session:
        callback = callback_on_floor(session, offer.call)
    return callback is not None and callback.first == CUSTOMER


def dials_later(board: Board, stay: str, at: datetime) -> bool:
    """The pace allows the customer's call only then: the hold is looked at again at that moment. False where nobody is
    held."""
    held = _held(board, stay)
    return held is not None and board.floor.ring_later(held.id, at=at, now=board.clock())


def rings_whoever_is_held(board: Board, callback: Callback) -> None:
    """They said hello: the agent's phone rings, or their desk shows it, at once. Raises FloorUnavailable."""
    held = _held(board, callback.floor_call)
    if callback.first == CUSTOMER and held is not None:
        board.jobs.ring([held])


def _held(board: Board, stay: str | None) -> Reservation | None:
    known = board.floor.call(stay) if stay else None
    held = board.floor.reservation(known.reservation) if known is not None and known.reservation else None
    return held if held is not None and held.state == HOLDS else None
