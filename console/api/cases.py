"""Cases: one matter of one customer, and whose it is."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.bounce import passed_on_too_often
from cases.case import Case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown
from records.database import reading


class CaseShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: str
    customer_id: str | None
    phone: str | None
    subject: str | None
    reason: str | None
    priority: int = Field(description="0 for most; complaints are of 1, those the public reads of 2.")
    public_link: str | None = Field(description="Where the customer complained for all to read.")
    bounces: int = Field(description="How often the customer was passed on since the owner last talked with them.")
    status: str = Field(description="open or closed.")
    owner_id: str | None
    opened_at: Moment
    closed_at: Moment | None
    opened_by_call: str | None
    disposition: str | None
    outcome: str | None = Field(description="How it ended, in words.")
    next_action: str | None
    next_action_by: str | None = Field(description="The agent who does it.")
    next_action_due: Moment | None
    wrap_up_missing: bool
    version: int = Field(description="Another one after every change; a change names the one it was made from.")


class CasesQuery(PageQuery):
    status: Literal["open", "closed"] | None = None
    owner: Words | None = Field(None, description="An agent's id.")
    customer: Words | None = Field(None, description="A customer's id.")
    reason: Words | None = Field(None, description="A reason of the centre's care.yaml.")
    escalation_candidate: bool = Field(False, description="Open, and the customer was passed on too often.")
    wrap_up_missing: bool | None = Field(None, description="true: what comes next has not been written down.")


def list_cases(board: Board, asked: Asked) -> Page[CaseShown]:
    """Cases opened last come first."""
    query: CasesQuery = asked.query
    wanted = {"status": query.status, "owner_id": query.owner, "customer_id": query.customer,
              "reason": query.reason, "wrap_up_missing": query.wrap_up_missing}  # fmt: skip
    chosen = select(Case).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if query.escalation_candidate:
        chosen = chosen.where(*passed_on_too_often(board.care.ownership))
    if after := query.after_moment():
        opened_at, number = after
        chosen = chosen.where(or_(Case.opened_at < opened_at, and_(Case.opened_at == opened_at, Case.number > number)))
    chosen = chosen.order_by(Case.opened_at.desc(), Case.number).limit(query.limit + 1)
    with reading(board.database) as session:
        shown = tuple(CaseShown.model_validate(row) for row in session.scalars(chosen))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].opened_at.isoformat(), page[-1].number) if more else None)


def show_case(board: Board, asked: Asked) -> CaseShown:
    with reading(board.database) as session:
        return CaseShown.model_validate(known_case(session, asked.path["case"]))


def known_case(session: Session, number: str, *, to_change: bool = False) -> Case:
    """The case of a number, or a 404. `to_change`: nobody else changes it until the transaction ends."""
    case = session.get(Case, number, with_for_update=to_change, populate_existing=to_change)
    if case is None:
        raise unknown("case", number)
    return case


OPERATIONS = (
    Operation(method="GET", path="/cases", scope="cases:read", summary="List cases",
              does=list_cases, answers=Page[CaseShown], query=CasesQuery),
    Operation(method="GET", path="/cases/{case}", scope="cases:read", summary="Show a case",
              does=show_case, answers=CaseShown, problems=(404,)),
)  # fmt: skip
