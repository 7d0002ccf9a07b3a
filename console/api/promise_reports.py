"""How many promises were kept, as figures of a time: `GET /reports/promises`."""

from typing import Literal

from pydantic import Field

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.promises_kept import PromisesKeptShown, promises_kept_report
from console.reports.wanted import Wanted
from records.database import reading


class PromisesKeptQuery(PeriodQuery):
    by: Literal["owner", "team", "kind"] = "owner"
    party: Literal["us", "customer"] = Field("us", description="Whose promises: ours, or our customers'.")


def list_promises_kept(board: Board, asked: Asked) -> Page[PromisesKeptShown]:
    """All in one page: the sum first, then each group by name."""
    query: PromisesKeptQuery = asked.query
    now = board.clock()
    since, until = query.between(now)
    wanted = Wanted(since=since, until=until, now=now)
    with reading(board.database) as session:
        return Page(items=tuple(promises_kept_report(session, wanted, by=query.by, party=query.party)))


OPERATIONS = (
    Operation(method="GET", path="/reports/promises", scope="cases:read", summary="Report promises kept and broken",
              does=list_promises_kept, answers=Page[PromisesKeptShown], query=PromisesKeptQuery),
)  # fmt: skip
