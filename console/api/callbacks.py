"""Callbacks: whom we said we would call, by when."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import and_, or_, select

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.life import State
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from records.database import reading


class CallbackShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    phone: str
    queue: str
    agent_id: str | None = Field(description="The owner it was promised by; null: anybody of the queue.")
    language: str
    customer_id: str | None
    case_number: str
    promise_id: int
    call: str
    state: str = Field(
        description="scheduled, owner_wait, pool, agent_ringing, customer_ringing, connected, kept, broken or released."
    )
    place_at: Moment
    due_at: Moment
    made_at: Moment


class CallbacksQuery(PageQuery):
    state: State | Literal["open"] | None = Field(None, description="open: whatever is not over yet.")
    agent: Words | None = Field(None, description="An agent's id.")
    case: Words | None = Field(None, description="A case's number.")


def list_callbacks(board: Board, asked: Asked) -> Page[CallbackShown]:
    """The next due first."""
    query: CallbacksQuery = asked.query
    wanted = {
        "state": None if query.state == "open" else query.state,
        "agent_id": query.agent,
        "case_number": query.case,
    }
    chosen = select(Callback).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if query.state == "open":
        chosen = chosen.where(NOT_OVER)
    if after := query.after_moment():
        due_at, callback = after
        chosen = chosen.where(or_(Callback.due_at > due_at, and_(Callback.due_at == due_at, Callback.id > callback)))
    chosen = chosen.order_by(Callback.due_at, Callback.id).limit(query.limit + 1)
    with reading(board.database) as session:
        shown = tuple(CallbackShown.model_validate(row) for row in session.scalars(chosen))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].due_at.isoformat(), page[-1].id) if more else None)


OPERATIONS = (
    Operation(method="GET", path="/callbacks", scope="cases:read", summary="List callbacks",
              does=list_callbacks, answers=Page[CallbackShown], query=CallbacksQuery),
)  # fmt: skip
