"""What the floor decided is handed to those who do it."""

from datetime import timedelta
from typing import Final

from routing.moves import Moves
from routing.switchboard import Switchboard

CANCEL_AGAIN: Final = timedelta(seconds=1)
"""A leg that should be down and was not reported down by then is taken down again."""


def carry(board: Switchboard, moves: Moves) -> None:
    """Agents no longer wanted stop ringing first, then the next ones ring."""
    for reservation in moves.cancels:
        board.floor.set_deadline("cancel", reservation.id, at=board.clock() + CANCEL_AGAIN)
    board.jobs.cancel(moves.cancels)
    board.jobs.ring(moves.offers)
