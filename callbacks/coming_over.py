"""An agent stands in the room of a callback, and its customer has rung in: the agent comes over into their room."""

import structlog

from callbacks.board import Board
from routing.call_on_floor import CallOnFloor
from routing.reservation import Reservation
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater
from telephony.room import room_of

log = structlog.get_logger(__name__)


def agent_is_elsewhere(board: Board, known: CallOnFloor) -> bool:
    """Whether the caller must wait for an agent who was to call them; one in the callback's room is moved.

    They go in first: a caller is led only into a room where somebody stands. Who is in neither room is on the way, or
    gone; then their leg tells.
    """
    reservation = board.floor.reservation(known.reservation) if known.reservation else None
    if reservation is None or not reservation.came_from or _stands_in(board, reservation, reservation.call):
        return False
    if _stands_in(board, reservation, reservation.came_from):
        _moved(board, reservation)
    return True


def call_that_took_over(board: Board, known: CallOnFloor | None) -> str | None:
    """Of a callback that is gone: the call its agent is held for now."""
    reservation = board.floor.reservation(known.reservation) if known and known.reservation else None
    return reservation.call if known and reservation and reservation.came_from == known.id else None


def _stands_in(board: Board, reservation: Reservation, call: str) -> bool:
    return any(one.call == reservation.leg for one in board.twilio.participants(room_of(call)))


def _moved(board: Board, reservation: Reservation) -> None:
    try:
        board.twilio.move_call(reservation.leg, board.urls.agent_other_room(reservation.id))
    except (NotThere, TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("agent_not_moved_yet", leg=reservation.leg, why=str(trouble))
