"""What was given to make it right, as figures of a time: `GET /reports/goodwill`."""

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.goodwill import GoodwillFigures, goodwill_report
from console.reports.wanted import Wanted
from records.database import reading


def list_goodwill_figures(board: Board, asked: Asked) -> Page[GoodwillFigures]:
    """By agent, all in one page; who gave most comes first."""
    now = board.clock()
    since, until = asked.query.between(now)
    with reading(board.database) as session:
        return Page(items=tuple(goodwill_report(session, Wanted(since=since, until=until, now=now))))


OPERATIONS = (
    Operation(method="GET", path="/reports/goodwill", scope="goodwill:read", summary="Report goodwill by agent",
              does=list_goodwill_figures, answers=Page[GoodwillFigures], query=PeriodQuery),
)  # fmt: skip
