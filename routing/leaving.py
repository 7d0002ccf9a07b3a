"""Somebody goes: the caller, the agent, or an agent's leg that never became a conversation."""

from typing import Final

from routing.answering import OPEN
from routing.moving import carry
from routing.reservation import Reservation
from routing.switchboard import Switchboard

FINAL: Final = {
    "completed": "no_answer",
    "no-answer": "no_answer",
    "busy": "busy",
    "failed": "failed",
    "canceled": "no_answer",
}
"""How an agent's leg ends before a key was pressed, and what that makes of the offer."""


def caller_hangs_up(board: Switchboard, call: str, *, status: str) -> None:
    """The caller is off the line, wherever they were: whoever was held for them is free, and stops ringing."""
    moves = board.floor.caller_leaves(call, why="hung_up", ended={"by": "caller", "status": status}, now=board.clock())
    carry(board, moves)


def conversation_ends(board: Switchboard, call: str, *, by: str) -> None:
    carry(board, board.floor.conversation_ends(call, by=by, now=board.clock()))


def caller_is_left(board: Switchboard, call: str) -> bool:
    """The caller is out of the room and still on the line. True when nobody had met them: they wait again."""
    conversation_ends(board, call, by="agent")
    known = board.floor.call(call)
    return known is not None and known.state in ("waiting", "reserved")


def agent_leaves(board: Switchboard, reservation_id: str, *, by: str) -> None:
    """The agent's side of the room is over; a late word about an earlier conversation of the call changes nothing."""
    reservation = board.floor.reservation(reservation_id)
    if reservation is not None and _is_current(board, reservation):
        conversation_ends(board, reservation.call, by=by)


def agent_leaves_the_room(board: Switchboard, call: str, *, leg: str, by: str) -> None:
    """The room says that this leg left it, and who ended it."""
    known = board.floor.call(call)
    reservation = board.floor.reservation(known.reservation) if known and known.reservation else None
    if reservation is not None and reservation.leg == leg and reservation.state in ("accepted", "met"):
        conversation_ends(board, call, by=by)


def leg_moves(board: Switchboard, reservation_id: str, *, leg: str, attempt: str, status: str, sequence: int) -> None:
    """The carrier tells how the agent's leg fares. Words may come twice, late and in any order."""
    data = {"token": attempt, "leg": leg, "status": status, "sequence": sequence}
    board.floor.note("leg", reservation=reservation_id, data=data, now=board.clock())
    reservation = board.floor.reservation(reservation_id)
    if reservation is None:
        return
    if status in FINAL:
        _leg_ends(board, reservation, leg, status)
    elif reservation.state in ("failed", "withdrawn"):
        board.jobs.cancel([reservation])


def _leg_ends(board: Switchboard, reservation: Reservation, leg: str, status: str) -> None:
    if reservation.leg not in ("", leg):
        return
    board.floor.clear_deadline("cancel", reservation.id)
    if reservation.state in OPEN:
        carry(board, board.floor.offer_fails(reservation.id, why=FINAL[status], now=board.clock()))
    elif _is_current(board, reservation):
        conversation_ends(board, reservation.call, by="agent")


def _is_current(board: Switchboard, reservation: Reservation) -> bool:
    known = board.floor.call(reservation.call)
    return reservation.state in ("accepted", "met") and known is not None and known.reservation == reservation.id
