"""A leg that may be over: the network is asked, and what hangs on it is settled as if its last word had reached us."""

import structlog

from callbacks.board import Board
from callbacks.dialler.leg_in_doubt import customer_leg_was_gone
from records.owed_call import CALLBACK
from routing.leaving import leg_moves
from telephony.attempt import Attempt

log = structlog.get_logger(__name__)


def leg_may_be_over(board: Board, attempt: Attempt, leg: str) -> None:
    """Nothing where the network still has it."""
    known = board.twilio.call(leg)
    if known is not None and not known.over:
        return
    log.warning("leg_was_gone", kind=attempt.kind, subject=attempt.subject, leg=leg)
    status = known.status if known else "completed"
    if attempt.kind == CALLBACK:
        customer_leg_was_gone(board, attempt, status)
    else:
        leg_moves(board, attempt.subject, leg=leg, attempt=attempt.token, status=status, sequence=0)


def end_leg(board: Board, attempt: Attempt, leg: str) -> None:
    """Hung up. One that had ended before, and whose last word never came, is settled now: its telephone is free."""
    if not board.twilio.end_call(leg):
        leg_may_be_over(board, attempt, leg)
