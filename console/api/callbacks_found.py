"""Callbacks that are what somebody asks for, the next due first."""

from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Select, and_, or_, select

from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.life import IN_LINE
from callbacks.dialler.state import State
from console.api.callback_shown import Books, CallbackShown, callback_shown
from console.api.fields import Moment, Phone, Words
from console.api.page import Page, PageQuery, cursor_at
from records.database import reading


class CallbacksQuery(PageQuery):
    state: State | Literal["open"] | None = Field(None, description="open: whatever is not over yet.")
    kind: Words | None = None
    queue: Words | None = None
    agent: Words | None = Field(None, description="An agent's id.")
    case: Words | None = Field(None, description="A case's number.")
    phone: Phone | None = None
    due_before: Moment | None = None
    due_after: Moment | None = None
    overdue: bool = Field(False, description="Only those still owed whose promised time has passed.")


def found_callbacks(books: Books, query: CallbacksQuery) -> Page[CallbackShown]:
    """Those that are what is asked for."""
    with reading(books.database) as session:
        rows = session.scalars(_chosen(books, query).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    shown = tuple(callback_shown(books, row) for row in page)
    last = page[-1] if len(rows) > query.limit else None
    return Page(
        items=tuple(one for one in shown if query.state in (None, "open", one.state)),
        next_cursor=cursor_at(last.due_at.isoformat(), last.id) if last is not None else None,
    )


def _chosen(books: Books, query: CallbacksQuery) -> Select[Callback]:
    wanted: dict[str, Any] = {
        "kind": query.kind, "queue": query.queue, "agent_id": query.agent, "case_number": query.case,
        "phone": query.phone,
    }  # fmt: skip
    chosen = select(Callback).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if query.state == "open" or query.overdue:
        chosen = chosen.where(NOT_OVER)
    if query.state in IN_LINE:
        chosen = chosen.where(Callback.state.in_(IN_LINE))
    elif query.state not in (None, "open"):
        chosen = chosen.where(Callback.state == query.state)
    if query.overdue:
        chosen = chosen.where(Callback.due_at < books.clock())
    return _in_the_span(chosen, query).order_by(Callback.due_at, Callback.id)


def _in_the_span(chosen: Select[Callback], query: CallbacksQuery) -> Select[Callback]:
    if query.due_before is not None:
        chosen = chosen.where(Callback.due_at < query.due_before)
    if query.due_after is not None:
        chosen = chosen.where(Callback.due_at >= query.due_after)
    if after := query.after_moment():
        due_at, last = after
        chosen = chosen.where(or_(Callback.due_at > due_at, and_(Callback.due_at == due_at, Callback.id > last)))
    return chosen
