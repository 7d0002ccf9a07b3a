"""Somebody is to be called back: promised at a desk or by another system, by a time or in a window."""

import hashlib
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from cases.promise_rules import words
from console.api.callbacks import CallbackShown
from console.api.cases import known_case
from console.api.fields import Language, Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import wrong
from records.database import writing

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
    tell: bool = Field(True, description="Confirm it to the customer in writing.")


class CallbackAsked(CallbackAboutCase):
    case_number: Name | None = Field(None, description="Without one a case is opened, of whose number this is.")
    customer_id: Name | None = None


class CallbackMade(CallbackShown):
    new: bool = Field(description="false: this number was owed a call about it already, and that one stands.")


def post_callback(board: Board, asked: Asked) -> CallbackMade:
    """Promise a call. It is a promise in the ledger, and the customer has it in writing. Written to the audit trail."""
    wanted: CallbackAsked = asked.body
    return _made(board, asked, wanted, case_number=wanted.case_number, customer_id=wanted.customer_id)


def post_case_callback(board: Board, asked: Asked) -> CallbackMade:
    """The same about a case."""
    return _made(board, asked, asked.body, case_number=asked.path["case"], customer_id=None)


def _made(
    board: Board, asked: Asked, body: CallbackAboutCase, *, case_number: str | None, customer_id: str | None
) -> CallbackMade:
    with writing(board.database) as session:
        if "case" in asked.path:
            known_case(session, asked.path["case"])
        try:
            made = make_callback(session, board, _wanted(board, asked, body, case_number, customer_id))
        except CallbackRefused as refused:
            raise wrong(refused.field, str(refused)) from refused
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
        queue=body.queue or board.policy.queue(board.care.promises.queue or "").name,
        what=body.what or words("callback").spoken_in(body.language or "tr").capitalize(),
        who=f"key:{asked.key.id}",
        kind=body.kind,
        case_number=case_number,
        customer_id=customer_id,
        language=body.language,
        agent_id=body.agent_id,
        owner=not body.anybody,
        begin=body.begin,
        due=body.due,
        within=timedelta(hours=body.within_hours),
        tell="" if body.tell else None,
    )


OPERATIONS = (
    Operation(method="POST", path="/callbacks", scope="cases:work", summary="Promise a call",
              does=post_callback, answers=CallbackMade, body=CallbackAsked),
    Operation(method="POST", path="/cases/{case}/callbacks", scope="cases:work", summary="Promise a call about a case",
              does=post_case_callback, answers=CallbackMade, body=CallbackAboutCase, problems=(404,)),
)  # fmt: skip
