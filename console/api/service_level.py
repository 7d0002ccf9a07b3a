"""Service level as figures of a time: `GET /reports/service-level`."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from pydantic import Field

from callbacks.board import Board
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.api.problem import unknown, wrong
from console.reports.service_level import ServiceLevelShown, service_level_report
from console.reports.wanted import Wanted
from records.database import reading
from routing.service_level import Switches


class ServiceLevelQuery(PeriodQuery):
    """The switches change SL3 alone, and the past as well."""

    queue: Words | None = None
    interval: Literal["15", "30", "60"] | None = Field(None, description="Minutes of a row; by default one row.")
    without_short: bool = Field(True, description="-S: short abandons do not count.")
    without_abandoned: bool = Field(False, description="-B: nobody who abandoned counts.")
    with_flowed_out: bool = Field(False, description="+F: who was led elsewhere counts as not answered.")

    def wanted(self, now: datetime) -> Wanted:
        """The same, of one queue or by intervals where that is asked for."""
        minutes = int(self.interval) if self.interval else None
        return replace(super().wanted(now), queue=self.queue, minutes=minutes, switches=self._switches())

    def _switches(self) -> Switches:
        return Switches(
            without_short=self.without_short,
            without_abandoned=self.without_abandoned,
            with_flowed_out=self.with_flowed_out,
        )


def list_service_levels(board: Board, asked: Asked) -> Page[ServiceLevelShown]:
    """All in one page, in order of time and queue."""
    wanted = asked.query.wanted(board.clock())
    if wanted.queue is not None and wanted.queue not in board.policy.queues:
        raise unknown("queue", wanted.queue)
    if wanted.too_many:
        raise wrong("interval", "These are more intervals than a report has: ask for a shorter time or longer ones.")
    with reading(board.database) as session:
        return Page(items=tuple(service_level_report(session, board.policy, wanted)))


OPERATIONS = (
    Operation(method="GET", path="/reports/service-level", scope="calls:read", summary="Report the service level",
              does=list_service_levels, answers=Page[ServiceLevelShown], query=ServiceLevelQuery, problems=(404,)),
)  # fmt: skip
