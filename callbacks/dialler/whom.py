"""Whom we call: asked in the very transaction that writes the intent to call them."""

from datetime import datetime

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.breaker import breaks
from callbacks.dialler.budget import used_up
from callbacks.dialler.number_policy import number_refused
from callbacks.dialler.refusal import Refusal


def refused(board: Board, session: Session, phone: str, now: datetime) -> Refusal | None:
    """Why this number is not called now; None where it is.

    In the transaction that writes the intent no other process can use up meanwhile what was found free.
    """
    if (why := number_refused(phone, board)) is not None:
        return Refusal(why=why)
    rules = board.dialler
    return used_up(session, rules.budgets, phone, now) or breaks(session, rules.breaker, phone, now)
