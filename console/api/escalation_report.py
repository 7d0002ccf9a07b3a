"""Escalations in figures, and who of those who lead talked with customers: of no agent, and ranked by none."""

from typing import cast

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.period import PeriodQuery
from console.reports.escalations import EscalationFigures, escalation_report
from console.reports.listening import ListeningFigures, listening_report
from escalations.board import EscalationBoard
from records.database import reading


def list_escalation_figures(board: Board, asked: Asked) -> Page[EscalationFigures]:
    """By trigger, all in one page; the sum comes first."""
    with reading(board.database) as session:
        return Page(items=tuple(escalation_report(session, asked.query.wanted(board.clock()))))


def list_listening_figures(board: Board, asked: Asked) -> Page[ListeningFigures]:
    """Leads and managers, all in one page; who talked with a customer longest ago comes first."""
    rules = cast(EscalationBoard, board).escalations.rota
    with reading(board.database) as session:
        return Page(items=tuple(listening_report(session, asked.query.wanted(board.clock()), rules)))


OPERATIONS = (
    Operation(method="GET", path="/reports/escalations", scope="cases:read", summary="Report escalations by trigger",
              does=list_escalation_figures, answers=Page[EscalationFigures], query=PeriodQuery),
    Operation(method="GET", path="/reports/listening", scope="agents:read",
              summary="Report when leads and managers last talked with customers", does=list_listening_figures,
              answers=Page[ListeningFigures], query=PeriodQuery),
)  # fmt: skip
