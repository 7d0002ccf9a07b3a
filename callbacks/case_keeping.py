"""Every conversation is on a case: one whose job was lost is put there by this."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from callbacks.board import Board
from records.database import reading
from records.journal import EventRow

LOOKS_BACK: Final = timedelta(days=1)
JOB_TIME: Final = timedelta(seconds=3)
"""How long the job that was asked for first has."""
AT_ONCE: Final = 50


def put_conversations_on_cases(board: Board) -> None:
    answered, put = aliased(EventRow), aliased(EventRow)
    done = select(put.call).where(put.kind == "case_opened", put.call == answered.call).exists()
    since, until = board.clock() - LOOKS_BACK, board.clock() - JOB_TIME
    forgotten = select(answered.call).where(answered.kind == "answered", answered.at.between(since, until), ~done)
    with reading(board.database) as session:
        calls = session.scalars(forgotten.distinct().limit(AT_ONCE)).all()
    for call in calls:
        if call is not None:
            board.jobs.began(call)
