"""We call customers so that they hear a flow: a survey, a notice, a reminder of a debt. Each says what it is for."""

import hashlib
from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.flow_call import Errand, FlowCall, ask_for_flow_call
from cases.caller_id import parse_caller_id
from cases.dialable import dialable
from cases.hardship import Hardship
from cases.hardship_gate import Contact, Purpose, stopped
from cases.identification import identify
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from ivr.publishing.present import present_release
from records.audit import append as append_audit
from records.database import reading, writing

LONGEST: Final = timedelta(days=14)
USUAL: Final = timedelta(days=1)


class FlowCallShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    flow: str
    phone: str
    purpose: Purpose
    debt_date: date | None
    language: str | None
    customer_id: str | None
    case_number: str | None
    about_call: str | None = Field(description="The call it follows, as a survey does.")
    state: str = Field(description="due, calling or over.")
    outcome: str | None = Field(
        description="reached, not_reached, refused (by the network), too_late, unknown, not_called (a number we never "
        "call), or stopped (by the register of hardship)."
    )
    tries: int
    not_before: Moment
    expires_at: Moment
    made_at: Moment
    over_at: Moment | None


class FlowCallWanted(BaseModel):
    """`purpose` has no usual value: whoever orders a call says what it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flow: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    phone: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    purpose: Purpose = Field(description="service: their own matter; dunning: a reminder; collection_call: a debt.")
    debt_date: date | None = Field(None, description="Of which day the debt is; without it every debt is meant.")
    language: Literal["tr", "en"] | None = None
    not_before: Moment | None = Field(None, description="By default now; nobody is called at night.")
    expires_at: Moment | None = Field(None, description="By default a day later.")


class FlowCallsQuery(PageQuery):
    state: Literal["due", "calling", "over"] | None = None
    purpose: Purpose | None = None


def list_flow_calls(board: Board, asked: Asked) -> Page[FlowCallShown]:
    """The newest first."""
    query: FlowCallsQuery = asked.query
    wanted = {"state": query.state, "purpose": query.purpose}
    chosen = select(FlowCall).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if after := query.after_moment():
        at, last = after
        chosen = chosen.where(or_(FlowCall.made_at < at, and_(FlowCall.made_at == at, FlowCall.id > last)))
    with reading(board.database) as session:
        rows = session.scalars(chosen.order_by(FlowCall.made_at.desc(), FlowCall.id).limit(query.limit + 1))
        shown = tuple(FlowCallShown.model_validate(row) for row in rows)
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].made_at.isoformat(), page[-1].id) if more else None)


def show_flow_call(board: Board, asked: Asked) -> FlowCallShown:
    with reading(board.database) as session:
        row = session.get(FlowCall, asked.path["flow_call"])
        if row is None:
            raise unknown("call to hear a flow", asked.path["flow_call"])
        return FlowCallShown.model_validate(row)


def post_flow_call(board: Board, asked: Asked) -> FlowCallShown:
    """Call somebody so that they hear a flow, by day. 409 where the register of hardship forbids it.

    It is looked at again before each attempt: who comes into the register meanwhile is not called. Written to the
    audit trail, and so is what was stopped.
    """
    with writing(board.database) as session:
        errand = _errand(board, session, asked)
        stop = _stop(session, errand, asked, board)
        if stop is None:
            if ask_for_flow_call(session, errand, now=board.clock()):
                _is_on_record(session, errand, asked, board)
            return FlowCallShown.model_validate(session.get_one(FlowCall, errand.id))
    until = f", until {stop.ends_on}" if stop.ends_on else ""
    raise Problem(409, f"The register of hardship forbids it (entry {stop.id}{until}): {stop.reason}")


def _is_on_record(session: Session, errand: Errand, asked: Asked, board: Board) -> None:
    told = {"flow": errand.flow, "purpose": errand.purpose}
    append_audit(session, asked.who.label, "flow_call_ordered", f"flow_call:{errand.id}", told, board.clock())


def _stop(session: Session, errand: Errand, asked: Asked, board: Board) -> Hardship | None:
    contact = Contact(
        purpose=errand.purpose, customer_id=errand.customer_id, phone=errand.phone, debt_date=errand.debt_date
    )
    return stopped(session, contact, once=f"asked:{errand.id}", by=asked.who.label, now=board.clock())


def _errand(board: Board, session: Session, asked: Asked) -> Errand:
    wanted: FlowCallWanted = asked.body
    phone = dialable(wanted.phone, numbers_we_call(board))
    if phone is None:
        raise wrong("phone", "No number we call: a real one, in a country we call.")
    if wanted.flow not in present_release(session).versions:
        raise wrong("flow", f"There is no flow {wanted.flow} in force.")
    begins = max(wanted.not_before or board.clock(), board.clock())
    ends = wanted.expires_at or begins + USUAL
    if not begins < ends <= begins + LONGEST:
        raise wrong("expires_at", f"After not_before, and at most {LONGEST.days} days later.")
    customers = identify(session, parse_caller_id(phone)).customers
    return Errand(
        id=hashlib.sha256(asked.once.encode()).hexdigest()[:32],  # asked again, it is the same call
        flow=wanted.flow,
        phone=phone,
        not_before=begins,
        expires_at=ends,
        language=wanted.language,
        customer_id=customers[0].id if len(customers) == 1 else None,
        purpose=wanted.purpose,
        debt_date=wanted.debt_date,
    )


OPERATIONS = (
    Operation(method="GET", path="/flow-calls", scope="calls:read", summary="List calls we make with a flow",
              does=list_flow_calls, answers=Page[FlowCallShown], query=FlowCallsQuery),
    Operation(method="POST", path="/flow-calls", scope="cases:write", summary="Call somebody so that they hear a flow",
              does=post_flow_call, answers=FlowCallShown, body=FlowCallWanted, problems=(409,)),
    Operation(method="GET", path="/flow-calls/{flow_call}", scope="calls:read", summary="Show such a call",
              does=show_flow_call, answers=FlowCallShown, problems=(404,)),
)  # fmt: skip
