"""How the calls we promised were kept, as figures of a time: `GET /reports/callbacks`."""

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.callbacks_kept import By, CallbacksKeptShown, callbacks_kept_report
from console.reports.wanted import Wanted
from records.database import reading


class CallbacksKeptQuery(PeriodQuery):
    by: By = "kind"


def list_callbacks_kept(board: Board, asked: Asked) -> Page[CallbacksKeptShown]:
    """All in one page: the sum first, then each group by name."""
    query: CallbacksKeptQuery = asked.query
    now = board.clock()
    since, until = query.between(now)
    wanted = Wanted(since=since, until=until, now=now)
    with reading(board.database) as session:
        return Page(items=tuple(callbacks_kept_report(session, wanted, by=query.by)))


OPERATIONS = (
    Operation(method="GET", path="/reports/callbacks", scope="cases:read", summary="Report callbacks kept and broken",
              does=list_callbacks_kept, answers=Page[CallbacksKeptShown], query=CallbacksKeptQuery),
)  # fmt: skip
