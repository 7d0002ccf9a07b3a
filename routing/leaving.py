"""Somebody goes: the caller, the agent, or an agent's leg that never became a conversation."""

from typing import Final

from routing.answering import OPEN
from routing.moving import carry
from routing.reservation import Reservation
from routing.switchboard import Switchboard

TAKEN: Final = ("accepted", "met")
"""States of a reservation whose agent has the caller."""
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


def conversation_ends(board: Switchboard, call: str, *, by: str, reservation: str = "") -> None:
    """With a `reservation` only the conversation that came of it: a late word about an earlier one changes nothing."""
    carry(board, board.floor.conversation_ends(call, by=by, reservation=reservation, now=board.clock()))


def caller_is_left(board: Switchboard, call: str) -> bool:
    """The caller is out of the room and still on the line. True when nobody had met them: they wait again."""
    conversation_ends(board, call, by="agent")
    known = board.floor.call(call)
    return known is not None and known.state in ("waiting", "reserved")


def agent_leaves(board: Switchboard, reservation_id: str, *, by: str) -> None:
    """The agent's side of the room is over."""
    reservation = board.floor.reservation(reservation_id)
    if reservation is not None and reservation.state in TAKEN:
        conversation_ends(board, reservation.call, by=by, reservation=reservation_id)


def agent_leaves_the_room(board: Switchboard, call: str, *, leg: str, by: str) -> None:
    """The room says that this leg left it, and who ended it."""
    known = board.floor.call(call)
    reservation = board.floor.reservation(known.reservation) if known and known.reservation else None
    if reservation is not None and reservation.leg == leg and reservation.state in TAKEN:
        conversation_ends(board, call, by=by, reservation=reservation.id)


def device_is_gone(board: Switchboard, agent: str, *, leg: str) -> None:
    """The leg of an agent's browser has ended: whoever they talked to is not left waiting for them."""
    known = board.floor.agent(agent)
    reservation = board.floor.reservation(known.reservation) if known and known.reservation else None
    if reservation is not None and reservation.leg == leg:
        agent_leaves(board, reservation.id, by="agent")


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
    elif reservation.state in TAKEN:
        conversation_ends(board, reservation.call, by="agent", reservation=reservation.id)
