"""What agents did, as figures of a time: `GET /reports/agents` and `/reports/missed-offers`."""

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.agent_time import AgentTimeShown, agent_time_report
from console.reports.missed_offers import MissedOffersShown, missed_offers_report
from records.database import reading


def list_agent_times(board: Board, asked: Asked) -> Page[AgentTimeShown]:
    """Everybody in one page, by id."""
    with reading(board.database) as session:
        return Page(items=tuple(agent_time_report(session, asked.query.wanted(board.clock()))))


def list_missed_offers(board: Board, asked: Asked) -> Page[MissedOffersShown]:
    """All in one page; who missed most comes first, and who missed none does not come."""
    with reading(board.database) as session:
        return Page(items=tuple(missed_offers_report(session, asked.query.wanted(board.clock()))))


OPERATIONS = (
    Operation(method="GET", path="/reports/agents", scope="agents:read", summary="Report agents' time and calls",
              does=list_agent_times, answers=Page[AgentTimeShown], query=PeriodQuery),
    Operation(method="GET", path="/reports/missed-offers", scope="agents:read", summary="Report missed offers",
              does=list_missed_offers, answers=Page[MissedOffersShown], query=PeriodQuery),
)  # fmt: skip
