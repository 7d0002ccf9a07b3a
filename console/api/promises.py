"""What was promised about a case, and what became of it."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.promise import promises_of
from console.api.cases import known_case
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from records.database import reading


class PromiseShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    case_number: str
    kind: str
    what: str
    due_at: Moment
    party: str = Field(description="Who owes it: us or customer.")
    by_agent: str | None
    status: str = Field(description="open, kept, broken or released.")
    made_at: Moment
    ended_at: Moment | None


def list_promises(board: Board, asked: Asked) -> Page[PromiseShown]:
    """All of them in one page, the next due first."""
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        return Page(items=tuple(PromiseShown.model_validate(one) for one in promises_of(session, case.number)))


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/promises", scope="cases:read", summary="List a case's promises",
              does=list_promises, answers=Page[PromiseShown], problems=(404,)),
)  # fmt: skip
