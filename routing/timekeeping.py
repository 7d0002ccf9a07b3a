"""What is due on the floor, and what becomes of it. A deadline stays due until something moves it."""

from datetime import timedelta
from typing import Final

from routing.deadline import Deadline
from routing.moving import carry
from routing.switchboard import Switchboard

ASK_AGAIN: Final = timedelta(seconds=2)
"""How long a job that was asked for again has, before it is asked for once more."""


def deadline_passes(board: Switchboard, deadline: Deadline) -> None:
    match deadline.kind:
        case "widen":
            carry(board, board.floor.plan_widens(deadline.id, now=board.clock()))
        case "offer":
            _offer_expires(board, deadline.id)
        case "wrap":
            carry(board, board.floor.wrap_up_ends(deadline.id, now=board.clock(), only_if_due=True))
        case "pause":
            carry(board, board.floor.pause_ends(deadline.id, now=board.clock(), only_if_due=True))
        case "presence":
            carry(board, board.floor.presence_expires(deadline.id, now=board.clock()))
        case "ring" | "cancel" | "bring":
            _hint_seems_lost(board, deadline)
        case _:
            board.floor.clear_deadline(deadline.kind, deadline.id)


def _offer_expires(board: Switchboard, reservation_id: str) -> None:
    """RONA when the phone rang. When nobody even began to ring it, that is not the agent's doing."""
    reservation = board.floor.reservation(reservation_id)
    if reservation is None:
        board.floor.clear_deadline("offer", reservation_id)
        return
    never_tried = board.floor.deadline("ring", reservation_id) is not None
    why = "no_answer" if reservation.state == "ringing" else "not_rung" if never_tried else "unreachable"
    moves = board.floor.offer_fails(reservation_id, why=why, now=board.clock(), only_if_due=True)
    carry(board, moves)
    if moves.changed:
        board.jobs.cancel([reservation])


def _hint_seems_lost(board: Switchboard, deadline: Deadline) -> None:
    """Whoever should have acted did not, or could not yet: asked again, and looked at again."""
    board.floor.set_deadline(deadline.kind, deadline.id, at=board.clock() + ASK_AGAIN)
    if deadline.kind == "bring":
        board.jobs.bring(deadline.id)
        return
    reservation = board.floor.reservation(deadline.id)
    if reservation is None:
        board.floor.clear_deadline(deadline.kind, deadline.id)
    elif deadline.kind == "ring":
        board.jobs.ring([reservation])
    else:
        board.jobs.cancel([reservation])
