"""Calls that are what somebody asks for, the latest first."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.calls import STAGE_OF
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from records.call_record import CallRecord, CallsWanted, latest_calls
from records.database import reading
from routing.call_on_floor import CallOnFloor
from routing.errors import FloorUnavailable


class CallListed(BaseModel):
    """`stage` is the floor's where it knows the call; all else is as the journal has it, a second behind at most."""

    model_config = ConfigDict(frozen=True)

    sid: str
    direction: str = Field(description="inbound, outbound, or side: a colleague's way into a conversation.")
    from_number: str | None
    to_number: str | None
    language: str | None
    stage: str
    outcome: str | None
    customer_id: str | None
    case_number: str | None
    owner_id: str | None
    agent_id: str | None = Field(description="Who talks, is asked to, or talked last.")
    queue: str | None
    arrived_at: Moment | None
    waiting_at: Moment | None
    answered_at: Moment | None
    ended_at: Moment | None


class CallsQuery(PageQuery):
    stage: Literal["ivr", "waiting", "reserved", "talking", "ended", "live"] | None = Field(
        None, description="As the journal has it; live: whatever has not ended."
    )
    agent: Words | None = Field(None, description="An agent's id.")
    customer: Words | None = Field(None, description="A customer's id.")
    case: Words | None = Field(None, description="A case's number.")
    queue: Words | None = None


def list_calls(board: Board, asked: Asked) -> Page[CallListed]:
    """The latest to arrive first."""
    query: CallsQuery = asked.query
    wanted = CallsWanted(stage=query.stage, agent_id=query.agent, customer_id=query.customer, case_number=query.case,
                         queue=query.queue)  # fmt: skip
    with reading(board.database) as session:
        records = latest_calls(session, wanted, limit=query.limit + 1, before=query.after_moment())
    page = records[: query.limit]
    floor = _on_the_floor(board, [record.sid for record in page if record.stage != "ended"])
    last = page[-1] if len(records) > query.limit else None
    return Page(
        items=tuple(_listed(record, floor.get(record.sid)) for record in page),
        next_cursor=cursor_at(str(last.arrived_at), last.sid) if last else None,
    )


def _listed(record: CallRecord, on_floor: CallOnFloor | None) -> CallListed:
    told = {name: getattr(record, name) for name in CallListed.model_fields}
    if on_floor is not None:
        told["stage"] = "ended" if on_floor.state == "gone" else STAGE_OF.get(on_floor.state, record.stage)
        told["agent_id"] = on_floor.agent or record.agent_id
    return CallListed(**told)


def _on_the_floor(board: Board, calls: Sequence[str]) -> Mapping[str, CallOnFloor]:
    try:
        return board.floor.calls(calls)
    except FloorUnavailable:
        return {}


OPERATIONS = (
    Operation(method="GET", path="/calls", scope="calls:read", summary="List calls", does=list_calls,
              answers=Page[CallListed], query=CallsQuery),
)  # fmt: skip
