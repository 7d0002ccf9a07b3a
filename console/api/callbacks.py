"""Callbacks: whom we said we would call, by when, and everything that was done about it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.callback_step import steps_of_callback
from callbacks.dialler.agent_side import state_now
from callbacks.dialler.life import IN_LINE, State
from callbacks.dialler.life_told import reason_told, state_told
from callbacks.dialler.tries import Try, tries_of
from callbacks.dialler.wanted import KINDS
from callbacks.promise_keeping import book_of
from cases.promise import Promise
from console.api.fields import Moment, Phone, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown
from console.api.promise_shown import PromiseWhole, whole
from console.wording import Told, in_both
from records.database import reading
from routing.errors import FloorUnavailable


def standing_told(state: str, why: str | None) -> Told:
    """How it stands in people's words: `planlandı (yanıt yok)`."""
    standing, reason = in_both(state_told(state)), in_both(reason_told(why)) if why else None
    if reason is None:
        return standing
    return Told(tr=f"{standing.tr} ({reason.tr})", en=f"{standing.en} ({reason.en})")


class CallbackShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: str = Field(description=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    made_as: str = Field(description="What it was before its promised time passed.")
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
    why: str | None = Field(description="Why it is in its state.")
    first: str = Field(description="Who is rung first: agent or customer.")
    zone: str | None = Field(description="The time zone they chose their time in.")
    place_at: Moment = Field(description="Since when they wait for us: their place in line.")
    not_before: Moment
    due_at: Moment = Field(description="By then we have promised to call.")
    until: Moment | None = Field(description="The end of the window they chose.")
    look_at: Moment | None = Field(description="When the dialler looks at it next; null: it is over.")
    tries: int = Field(description="Calls to the customer that reached nobody.")
    snoozes: int
    made_by: str | None
    made_at: Moment
    ended_at: Moment | None
    version: int = Field(description="Another one after every change; a change names the one it was made from.")

    @computed_field(description="Its state in words, with the reason where there is one.")  # type: ignore[prop-decorator]
    @property
    def told(self) -> Told:
        return standing_told(self.state, self.why)


class CallbackStepShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    at: Moment
    state: str = Field(description="The one it came into.")
    why: str | None
    who: str = Field(description="clock, caller, an agent, or who asked.")
    floor_call: str | None = Field(description="The stay in line it belongs to.")

    @computed_field(description="The step in words.")  # type: ignore[prop-decorator]
    @property
    def told(self) -> Told:
        return standing_told(self.state, self.why)


class CallbackTryShown(BaseModel):
    """A telephone that was made to ring for it: the customer's (`callback`), or an agent's (`agent_ring`)."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: str
    agent_id: str | None
    state: str = Field(description="intent, unknown, sent, live, done, rejected (by the network) or not_made.")
    status: str | None = Field(description="The network's last word on the leg: busy, no-answer, completed …")
    answered_by: str | None = Field(description="Whom the network takes to have picked up.")
    leg: str | None
    error_code: int | None
    created_at: Moment
    posted_at: Moment | None = Field(description="When the request left.")
    resolved_at: Moment | None


class CallbackWhole(CallbackShown):
    steps: tuple[CallbackStepShown, ...]
    attempts: tuple[CallbackTryShown, ...] = Field(description="The first one first.")
    promise: PromiseWhole


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


def list_callbacks(board: Board, asked: Asked) -> Page[CallbackShown]:
    """The next due first. That an agent's telephone rings is read off the floor: asked for by that, or by `owner_wait`
    or `pool`, a page may have fewer than its limit."""
    return found_callbacks(board, asked.query)


def found_callbacks(board: Board, query: CallbacksQuery) -> Page[CallbackShown]:
    """Those that are what is asked for."""
    with reading(board.database) as session:
        rows = session.scalars(_chosen(board, query).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    shown = tuple(callback_shown(board, row) for row in page)
    last = page[-1] if len(rows) > query.limit else None
    return Page(
        items=tuple(one for one in shown if query.state in (None, "open", one.state)),
        next_cursor=cursor_at(last.due_at.isoformat(), last.id) if last is not None else None,
    )


def show_callback(board: Board, asked: Asked) -> CallbackWhole:
    """With every step it took and every telephone that was rung for it."""
    with reading(board.database) as session:
        callback = session.get(Callback, asked.path["callback"])
        if callback is None:
            raise unknown("callback", asked.path["callback"])
        return callback_whole(board, session, callback)


def callback_shown(board: Board, callback: Callback) -> CallbackShown:
    """As it stands now; as SQL has it where the floor does not answer."""
    return CallbackShown.model_validate(callback).model_copy(update={"state": _state(board, callback)})


def callback_whole(board: Board, session: Session, callback: Callback) -> CallbackWhole:
    promise = session.get_one(Promise, callback.promise_id)
    return CallbackWhole(
        **callback_shown(board, callback).model_dump(),
        steps=tuple(CallbackStepShown.model_validate(step) for step in steps_of_callback(session, callback.id)),
        attempts=tuple(_try_shown(one) for one in tries_of(session, callback)),
        promise=whole(session, book_of(board), promise, board.clock()),
    )


def _try_shown(one: Try) -> CallbackTryShown:
    return CallbackTryShown.model_validate(one)


def _state(board: Board, callback: Callback) -> str:
    try:
        return state_now(board, callback)
    except FloorUnavailable:
        return callback.state


def _chosen(board: Board, query: CallbacksQuery) -> Select[Callback]:
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
        chosen = chosen.where(Callback.due_at < board.clock())
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


OPERATIONS = (
    Operation(method="GET", path="/callbacks", scope="cases:read", summary="List callbacks",
              does=list_callbacks, answers=Page[CallbackShown], query=CallbacksQuery),
    Operation(method="GET", path="/callbacks/{callback}", scope="cases:read",
              summary="Show a callback with its steps and every try", does=show_callback, answers=CallbackWhole,
              problems=(404,)),
)  # fmt: skip
