"""Somebody is to be called back: promised at a desk or by another system, by a time or in a window."""

import hashlib
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.dialler.making import callable_number, make_callback
from callbacks.dialler.slots import slots_for
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from cases.promise_rules import words
from console.api.callback_shown import CallbackShown
from console.api.cases import known_case
from console.api.fields import Language, Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import wrong
from console.wording import in_both
from records.database import reading, writing

Name = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


SHORT: Final = 32
"""Letters of a callback's id, as people read them."""


class CallbackAboutCase(BaseModel):
    """By when: from `begin` to `due`, or by `due`, or within so many hours of work. One call is owed to a number about
    a case: asked for again, the one that was promised stands and is answered with `new: false`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    what: Annotated[Words, StringConstraints(min_length=1, max_length=300)] | None = Field(
        None, description="In people's words: what the call is about."
    )
    queue: Name | None = Field(None, description="Who calls where nobody owns the case; by default the first queue.")
    agent_id: Name | None = Field(None, description="Who promised it; by default whoever owns the case.")
    anybody: bool = Field(False, description="true: anybody of the queue calls, not the owner.")
    begin: Moment | None = Field(None, description="They are not called sooner.")
    due: Moment | None = Field(None, description="By then they are called.")
    within_hours: Annotated[float, Field(gt=0, le=720)] = Field(
        4, description="Without `due`: so many hours in which the queue is open."
    )
    language: Language | None = None
    kind: Literal["request", "supervisor"] = "request"
    anyway: bool = Field(False, description="Promise a window although nobody is expected to be free in it.")
    tell: bool = Field(True, description="Confirm it to the customer in writing.")


class CallbackAsked(CallbackAboutCase):
    case_number: Name | None = Field(None, description="Without one a case is opened, of whose number this is.")
    customer_id: Name | None = None


class SlotShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    begin: Moment
    end: Moment
    free: int = Field(description="So many more calls may be promised for it.")


class SlotsQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    queue: Name | None = Field(None, description="By default the queue that calls where nobody owns the case.")
    agent: Name | None = Field(None, description="Only times of this agent.")
    phone: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="By day where this number may be; without one, at home."
    )
    after: Moment | None = None
    limit: int = Field(20, ge=1, le=200)


class CallbackMade(CallbackShown):
    new: bool = Field(description="false: this number was owed a call about it already, and that one stands.")


def post_callback(board: Board, asked: Asked) -> CallbackMade:
    """Promise a call. It is a promise in the ledger, and the customer has it in writing. Written to the audit trail."""
    wanted: CallbackAsked = asked.body
    return _made(board, asked, wanted, case_number=wanted.case_number, customer_id=wanted.customer_id)


def post_case_callback(board: Board, asked: Asked) -> CallbackMade:
    """The same about a case."""
    return _made(board, asked, asked.body, case_number=asked.path["case"], customer_id=None)


def list_callback_slots(board: Board, asked: Asked) -> Page[SlotShown]:
    """Times at which somebody is there who is not promised away, the next first: by opening hours, who usually works
    then and is not absent, the calls that usually come in, and what was promised already."""
    query: SlotsQuery = asked.query
    queue = query.queue or _usual_queue(board)
    if queue not in board.policy.queues:
        raise wrong("queue", f"There is no queue {queue}.")
    with reading(board.database) as session:
        phone = _phone(board, query.phone) if query.phone else None
        free = slots_for(session, board, queue, board.clock(), count=query.limit, agent=query.agent, phone=phone,
                         after=query.after)  # fmt: skip
    return Page(items=tuple(SlotShown.model_validate(one) for one in free))


def _phone(board: Board, written: str) -> str:
    try:
        return callable_number(board, written)
    except CallbackRefused as refused:
        raise wrong(refused.field, str(refused), told=in_both(refused.words)) from refused


def _usual_queue(board: Board) -> str:
    return board.policy.queue(board.care.promises.queue or "").name


def _made(
    board: Board, asked: Asked, body: CallbackAboutCase, *, case_number: str | None, customer_id: str | None
) -> CallbackMade:
    with writing(board.database) as session:
        if "case" in asked.path:
            known_case(session, asked.path["case"])
        try:
            made = make_callback(session, board, _wanted(board, asked, body, case_number, customer_id))
        except CallbackRefused as refused:
            raise wrong(refused.field, str(refused), told=in_both(refused.words)) from refused
        shown = CallbackMade(**CallbackShown.model_validate(made.callback).model_dump(), new=made.new)
    if made.message is not None:
        board.jobs.send(made.message)
    return shown


def _wanted(
    board: Board, asked: Asked, body: CallbackAboutCase, case_number: str | None, customer_id: str | None
) -> CallbackWanted:
    return CallbackWanted(
        once=hashlib.sha256(asked.once.encode()).hexdigest()[:SHORT],
        phone=body.phone,
        queue=body.queue or _usual_queue(board),
        what=body.what or words("callback").spoken_in(body.language or "tr").capitalize(),
        who=asked.who.label,
        kind=body.kind,
        case_number=case_number,
        customer_id=customer_id,
        language=body.language,
        agent_id=body.agent_id,
        owner=not body.anybody,
        begin=body.begin,
        due=body.due,
        within=timedelta(hours=body.within_hours),
        anyway=body.anyway,
        tell="" if body.tell else None,
    )


OPERATIONS = (
    Operation(method="GET", path="/callbacks/slots", scope="cases:read", summary="List free times for calls",
              does=list_callback_slots, answers=Page[SlotShown], query=SlotsQuery),
    Operation(method="POST", path="/callbacks", scope="cases:work", summary="Promise a call",
              does=post_callback, answers=CallbackMade, body=CallbackAsked),
    Operation(method="POST", path="/cases/{case}/callbacks", scope="cases:work", summary="Promise a call about a case",
              does=post_case_callback, answers=CallbackMade, body=CallbackAboutCase, problems=(404,)),
)  # fmt: skip
