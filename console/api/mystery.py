"""What those heard who rang their own company."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from callbacks.board import Board
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from ivr.mystery import mystery_calls
from records.database import reading

DEFAULT_DAYS = 30


class HeardShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    seconds: float
    what: str


class MysteryShown(BaseModel):
    """`person_after_seconds` is missing where nobody was reached; what was heard is kept for a week."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    call: str
    at: Moment
    caller: str | None
    queue: str | None
    agent: str | None
    outcome: str | None
    person_after_seconds: float | None
    heard: tuple[HeardShown, ...]


class MysteryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: Moment | None = None


def list_mystery_calls(board: Board, asked: Asked) -> Page[MysteryShown]:
    """All in one page, the first one first."""
    query: MysteryQuery = asked.query
    since = query.since or board.clock() - timedelta(days=DEFAULT_DAYS)
    with reading(board.database) as session:
        return Page(items=tuple(MysteryShown.model_validate(one) for one in mystery_calls(session, since=since)))


OPERATIONS = (
    Operation(method="GET", path="/reports/mystery", scope="calls:read", summary="List mystery calls",
              does=list_mystery_calls, answers=Page[MysteryShown], query=MysteryQuery),
)  # fmt: skip
