"""Who asked for a manager, and why. Counted by reason and for no agent."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.manager_request import manager_requests, reasons_for_managers
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.period import PeriodQuery
from console.api.serial_page import Serial, serial_page
from records.database import reading


class ManagerRequestShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    call: str
    customer_id: str | None
    case_number: str | None
    reason: str = Field(description="As the flow names it; unstated where none was given.")
    asked_at: Moment


class ReasonsShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    since: Moment
    until: Moment
    reasons: Mapping[str, int] = Field(description="How often each was given.")


def list_manager_requests(board: Board, asked: Asked) -> Page[ManagerRequestShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = manager_requests(session, limit=serial.limit, before=serial.before)
        return serial_page(query, [ManagerRequestShown.model_validate(row) for row in rows])


def show_manager_reasons(board: Board, asked: Asked) -> ReasonsShown:
    since, until = asked.query.between(board.clock())
    with reading(board.database) as session:
        reasons = reasons_for_managers(session, since=since, until=until)
    return ReasonsShown(since=since, until=until, reasons=reasons)


OPERATIONS = (
    Operation(method="GET", path="/manager-requests", scope="cases:read", summary="List who asked for a manager",
              does=list_manager_requests, answers=Page[ManagerRequestShown], query=PageQuery),
    Operation(method="GET", path="/manager-requests/reasons", scope="cases:read",
              summary="Count why managers were asked for", does=show_manager_reasons, answers=ReasonsShown,
              query=PeriodQuery),
)  # fmt: skip
