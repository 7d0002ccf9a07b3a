"""Opening hours: whether a service is open, at any moment, and closing it by hand."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, unknown, wrong
from console.wording import told
from hours.closure import Closing, Closure, close_by_hand, closures_of, reopen
from hours.errors import CalendarUnknown, ExpiryPassed
from hours.opening import Opening
from records.database import reading, writing

YEARS: Final = (2000, 2100)
"""Holidays are calculated for these."""


def _calculable(moment: datetime) -> datetime:
    if not YEARS[0] < moment.year < YEARS[1] - 1:
        raise ValueError(f"Between {YEARS[0] + 1} and {YEARS[1] - 2}.")
    return moment


Calculable = Annotated[Moment, AfterValidator(_calculable)]


class SaidTwice(BaseModel):
    """The same in both languages."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    tr: str
    en: str


class OpeningShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    calendar: str
    at: Moment
    state: str = Field(description="open, last_call or closed.")
    cause: str = Field(
        description="closed_by_hand, closed_by_rule, holiday, open_rule, outside_hours or crisis: the first that holds."
    )
    why: SaidTwice
    closes: Moment | None = Field(description="Of an open service; null when it does not close within three days.")
    opens: Moment | None = Field(description="Of a closed one; null when it does not open within a year.")


class HoursQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Calculable | None = Field(None, description="Any moment; by default the present.")


class ClosureShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    calendar: str
    began_at: Moment
    until: Moment
    why: SaidTwice
    author: str
    ended_at: Moment | None
    ended_by: str | None


ReasonSaid = Annotated[Words, StringConstraints(min_length=1, max_length=80)]


class ClosureWanted(BaseModel):
    """A reason that is left out in a language is said in our own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    until: Calculable
    reason_tr: ReasonSaid | None = None
    reason_en: ReasonSaid | None = None


def list_hours(board: Board, asked: Asked) -> Page[OpeningShown]:
    """Every calendar, by name. Crises of single regions are left out: they hold for some callers only."""
    query: HoursQuery = asked.query
    names = sorted(board.hours.names)
    return Page(items=tuple(_shown(opening_of(board, name, query.at)) for name in names))


def show_hours(board: Board, asked: Asked) -> OpeningShown:
    query: HoursQuery = asked.query
    return _shown(opening_of(board, asked.path["calendar"], query.at))


def list_closures(board: Board, asked: Asked) -> Page[ClosureShown]:
    """Closings by hand, the newest first, at most 50."""
    name = _known(board, asked)
    with reading(board.database) as session:
        return Page(items=tuple(_closed(one) for one in closures_of(session, name)))


def post_closure(board: Board, asked: Asked) -> ClosureShown:
    """Close a service by hand from now on. It opens by itself when its time is up. Written to the audit trail."""
    wanted: ClosureWanted = asked.body
    closing = Closing(
        calendar=_known(board, asked), until=wanted.until, author=asked.who.label,
        reason_tr=wanted.reason_tr, reason_en=wanted.reason_en,
    )  # fmt: skip
    try:
        with writing(board.database) as session:
            closure = close_by_hand(session, closing, now=board.clock())
    except ExpiryPassed:
        raise wrong("until", "This lies in the past.", told=told("until_past", {})) from None
    board.hours.look_again()
    return _closed(closure)


def delete_closures(board: Board, asked: Asked) -> OpeningShown:
    """Reopen: the service goes by its rules again. Written to the audit trail."""
    name = _known(board, asked)
    with writing(board.database) as session:
        ended = reopen(session, name, author=asked.who.label, now=board.clock())
    if not ended:
        raise Problem(409, f"{name} is not closed by hand.", told=told("not_closed_by_hand", {}))
    board.hours.look_again()
    return _shown(opening_of(board, name, None))


def opening_of(board: Board, name: str, at: datetime | None) -> Opening:
    """What a caller from anywhere would be told."""
    crisis = board.hours.crisis_for(caller="", called="")
    try:
        return board.hours.opening_at(name, at or board.clock(), crisis)
    except CalendarUnknown:
        raise unknown("calendar", name) from None


def _known(board: Board, asked: Asked) -> str:
    name = asked.path["calendar"]
    if name not in board.hours.names:
        raise unknown("calendar", name)
    return name


def _shown(opening: Opening) -> OpeningShown:
    return OpeningShown.model_validate(opening)


def _closed(closure: Closure) -> ClosureShown:
    return ClosureShown.model_validate(closure)


OPERATIONS = (
    Operation(method="GET", path="/hours", scope="hours:read", summary="Say which services are open",
              does=list_hours, answers=Page[OpeningShown], query=HoursQuery),
    Operation(method="GET", path="/hours/{calendar}", scope="hours:read", summary="Say whether a service is open",
              does=show_hours, answers=OpeningShown, query=HoursQuery, problems=(404,)),
    Operation(method="GET", path="/hours/{calendar}/closures", scope="hours:read",
              summary="List a service's closings by hand",
              does=list_closures, answers=Page[ClosureShown], problems=(404,)),
    Operation(method="POST", path="/hours/{calendar}/closures", scope="hours:write", summary="Close a service by hand",
              does=post_closure, answers=ClosureShown, body=ClosureWanted, problems=(404,)),
    Operation(method="DELETE", path="/hours/{calendar}/closures", scope="hours:write", summary="Reopen a service",
              does=delete_closures, answers=OpeningShown, problems=(404, 409)),
)  # fmt: skip
