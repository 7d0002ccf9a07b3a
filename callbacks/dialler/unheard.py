"""They answered and heard nothing of us: no document of ours came to their leg. That is our fault and no try of theirs.

They are called again soon, but not in the same breath, and later each time: what is broken may be broken for a while.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.callback_step import CallbackStep
from callbacks.dialler.life import ON_THE_LINE
from callbacks.dialler.outcome import put_off
from callbacks.dialler.telling_agent import agent_is_released
from records.answer import answers_of
from records.database import writing
from telephony.attempt import Attempt

UNHEARD: Final = "unheard"
MOST_DOUBLINGS: Final = 5
"""From three minutes to an hour and a half; the number's own budget ends it before that."""


def heard_us(session: Session, attempt: Attempt) -> bool:
    """Whether anything was answered to the leg: what we answer is kept before it leaves."""
    return attempt.leg is not None and bool(answers_of(session, attempt.leg))


def nobody_heard_us(board: Board, callback_id: str, *, now: datetime) -> None:
    """The agent hears it and is free. Told twice, it is once."""
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        if callback is None or callback.over or callback.state not in ON_THE_LINE:
            return
        again = board.dialler.leg.unheard * 2 ** min(_so_often(session, callback_id), MOST_DOUBLINGS)
        floor_call = put_off(session, callback, at=now + again, why=UNHEARD, now=now)
    if floor_call is not None:
        agent_is_released(board, floor_call, why=UNHEARD, word="told_unheard")


def _so_often(session: Session, callback_id: str) -> int:
    before = select(func.count()).where(CallbackStep.callback_id == callback_id, CallbackStep.why == UNHEARD)
    return session.scalar(before) or 0
