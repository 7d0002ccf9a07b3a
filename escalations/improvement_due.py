"""An improvement that is due and not done: its owner is reminded, once."""

from cases.civil_day import civil_day
from escalations.board import EscalationBoard
from escalations.improvement import improvements, owner_is_told
from records.database import writing

REMINDER = "notice_improvement_due"


def see_to_improvements(board: EscalationBoard) -> None:
    now = board.clock()
    with writing(board.database) as session:
        for item in improvements(session, only_open=True):
            if item.due_on <= civil_day(now):
                owner_is_told(session, item, REMINDER, now=now)
