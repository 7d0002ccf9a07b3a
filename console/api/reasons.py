"""What cases are about: the reasons of the centre's care.yaml."""

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.civil_day import civil_day
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import wrong
from console.reports.reasons import WEEKS_BEFORE, ReasonWeekShown, reasons_report
from console.wording import Told
from records.database import reading


class ReasonShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    words: Told
    also: tuple[str, ...] = Field(description="Other words by which it is understood.")


def list_reasons(board: Board, asked: Asked) -> Page[ReasonShown]:
    """All in one page, in the order of the file."""
    return Page(
        items=tuple(
            ReasonShown(name=reason.name, words=Told(tr=reason.words.tr, en=reason.words.en), also=reason.also)
            for reason in board.care.reasons.values()
        )
    )


class WeekQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    week: date | None = Field(None, description="Any day of the week; without it the week that is on.")


def report_reasons(board: Board, asked: Asked) -> Page[ReasonWeekShown]:
    """How often cases were opened for each reason in a week, beside the four weeks before; the most frequent first."""
    query: WeekQuery = asked.query
    day = query.week or civil_day(board.clock())
    try:
        monday = day - timedelta(days=day.weekday())
        monday - timedelta(weeks=WEEKS_BEFORE + 1), monday + timedelta(weeks=2)
    except OverflowError:
        raise wrong("week", "This week is not in the calendar.") from None
    with reading(board.database) as session:
        return Page(items=tuple(reasons_report(session, board.care, monday)))


OPERATIONS = (
    Operation(method="GET", path="/reasons", scope="cases:read", summary="List what cases are about",
              does=list_reasons, answers=Page[ReasonShown]),
    Operation(method="GET", path="/reports/reasons", scope="cases:read", summary="Report what customers come about",
              does=report_reasons, answers=Page[ReasonWeekShown], query=WeekQuery),
)  # fmt: skip
