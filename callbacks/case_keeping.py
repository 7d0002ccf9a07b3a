"""Every conversation is on a case: one whose job was lost is put there by this."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from callbacks.board import Board
from records.database import reading
from records.glance import Moment, at
from records.journal import EventRow

LOOKS_BACK: Final = timedelta(days=1)
JOB_TIME: Final = timedelta(seconds=3)
"""How long the job that was asked for first has."""
AT_ONCE: Final = 50


def _calls_without_a_case(since: Moment, until: Moment) -> Select[str | None]:
    """Calls that were answered between two moments, and of which nobody said which case they are on."""
    answered, put = aliased(EventRow), aliased(EventRow)
    done = select(put.call).where(put.kind == "case_opened", put.call == answered.call).exists()
    then = answered.at.between(since, until)
    return select(answered.call).where(answered.kind == "answered", then, ~done).distinct().limit(AT_ONCE)


CALLS_WITHOUT_A_CASE: Final = _calls_without_a_case(at(-LOOKS_BACK), at(-JOB_TIME)).exists()


def put_conversations_on_cases(board: Board) -> None:
    since, until = board.clock() - LOOKS_BACK, board.clock() - JOB_TIME
    with reading(board.database) as session:
        calls = session.scalars(_calls_without_a_case(since, until)).all()
    for call in calls:
        if call is not None:
            board.jobs.began(call)
