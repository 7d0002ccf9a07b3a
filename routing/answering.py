"""An offer is answered: accepted, rejected, or met with silence."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from routing.moving import carry
from routing.reservation import Reservation
from routing.switchboard import Switchboard

OPEN: Final = ("offered", "ringing")


def leg_is_answered(board: Switchboard, reservation_id: str, *, leg: str) -> Reservation | None:
    """Somebody, or something, answered the agent's phone. None when this leg is not (any longer) the one awaited."""
    reservation = board.floor.reservation(reservation_id)
    if reservation is None or reservation.state not in OPEN or reservation.leg not in ("", leg):
        return None
    now = board.clock()
    until = now + board.offer_time(reservation.call).key
    if not board.floor.reservation_rings(reservation_id, leg=leg, deadline=until, now=now):
        return None
    return reservation


def agent_accepts(board: Switchboard, reservation_id: str, *, leg: str) -> Reservation | None:
    """The agent pressed 1: the caller is theirs, once. None when the caller is gone or with somebody else."""
    return board.floor.agent_accepts(reservation_id, leg=leg, now=board.clock())


def agent_has_come(board: Switchboard, reservation: Reservation) -> bool:
    """Their leg stands in the room, and nobody comes there without the key: where the floor does not know of it, the
    key was lost with an older one. True when the caller is theirs by this."""
    if reservation.state != "ringing" or not reservation.leg:
        return False
    return agent_accepts(board, reservation.id, leg=reservation.leg) is not None


def agent_rejects(board: Switchboard, reservation_id: str, reason: str = "", *, stays: timedelta | None = None) -> bool:
    """No blame: the agent is never offered this call again, and the next step opens. False when the offer is settled.

    The reason, where one is given, stands in the journal beside the refusal. With `stays` the agent's leg is left to
    end by itself, and taken down when so much time has passed.
    """
    moves = board.floor.offer_fails(reservation_id, why="rejected", now=board.clock())
    carry(board, replace(moves, cancels=()) if stays else moves)
    if stays and moves.changed:
        board.floor.set_deadline("cancel", reservation_id, at=board.clock() + stays)
    if moves.changed and reason:
        agent_says_why(board, reservation_id, reason)
    return moves.changed


def agent_says_why(board: Switchboard, reservation_id: str, reason: str) -> None:
    """Why they declined, once; nothing for an offer that they did not decline."""
    offer = board.floor.reservation(reservation_id)
    if offer is not None and offer.why == "rejected":
        who = {"call": offer.call, "agent": offer.agent, "reservation": offer.id}
        board.floor.note("refused", **who, data={"reason": reason}, now=board.clock(), event=f"refused:{offer.id}")


def agent_does_not_press_a_key(board: Switchboard, reservation_id: str) -> None:
    """A voicemail, or nobody at the phone: the caller keeps the place, the agent is asked to come back."""
    carry(board, board.floor.offer_fails(reservation_id, why="no_answer", now=board.clock()))


def parties_meet(board: Switchboard, call: str) -> None:
    """Caller and agent are in one room: from now on they talk, and it goes on a case."""
    if board.floor.parties_meet(call, now=board.clock()):
        board.jobs.began(call)
