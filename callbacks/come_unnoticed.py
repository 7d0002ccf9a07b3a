"""An agent pressed the key, and the floor was lost before anybody else knew of it: who stands in the room has come."""

from callbacks.board import Board
from records.database import reading
from routing.answering import agent_has_come
from routing.call_on_floor import CallOnFloor
from routing.reservation import Reservation
from telephony.attempt import attempt_for
from telephony.room import room_of


def has_come_unnoticed(board: Board, known: CallOnFloor) -> bool:
    """Of a caller to whom somebody is offered. As long as a leg that was answered is up, it is looked at again."""
    held = board.floor.reservation(known.reservation) if known.reservation else None
    if held is None or held.state != "ringing" or not held.leg:
        board.floor.clear_deadline("bring", known.id)
        return False
    if of_the_side := board.beyond.of_call(known.id):
        of_the_side.bring(board, known.id)  # into a room of another name
        return False
    if _stands_in_a_room(board, held):
        return agent_has_come(board, held)
    if not _was_answered(board, held):
        board.floor.clear_deadline("bring", known.id)
    return False


def _stands_in_a_room(board: Board, held: Reservation) -> bool:
    rooms = [room_of(call) for call in (held.call, held.came_from) if call]
    return any(one.call == held.leg for room in rooms for one in board.twilio.participants(room))


def _was_answered(board: Board, held: Reservation) -> bool:
    with reading(board.database) as session:
        made = attempt_for(session, held.id)
    return made is not None and made.state == "live"
