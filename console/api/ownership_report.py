"""How often owners were reached, as figures of a time: `GET /reports/ownership`."""

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.ownership import OwnershipFigures, ownership_report
from console.reports.wanted import Wanted
from records.database import reading


def list_ownership_figures(board: Board, asked: Asked) -> Page[OwnershipFigures]:
    """All in one page: the sum first, then each owner."""
    now = board.clock()
    since, until = asked.query.between(now)
    with reading(board.database) as session:
        return Page(items=tuple(ownership_report(session, Wanted(since=since, until=until, now=now))))


OPERATIONS = (
    Operation(method="GET", path="/reports/ownership", scope="cases:read",
              summary="Report how often owners were reached", does=list_ownership_figures,
              answers=Page[OwnershipFigures], query=PeriodQuery),
)  # fmt: skip
