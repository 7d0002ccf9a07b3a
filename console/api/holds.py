"""A customer on hold in the middle of a conversation, and for how long."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from console.api.escalation_refused import refused_as
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused
from escalations.hold.asking import hold_customer, release_customer
from escalations.hold.hold import holds_of_call
from records.database import reading


class HoldWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    hold: bool = Field(description="True: the customer hears music and a word now and then; false: they are back.")
    agent_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)] | None = Field(
        None, description="Who asks, for the record; by default the holder of the key."
    )


class HoldShown(BaseModel):
    """`held` is what is wished; since when the network has them on hold, or not yet, tells `since`."""

    model_config = ConfigDict(frozen=True)

    held: bool
    since: Moment | None = Field(None, description="Since when they hear music; null: not on hold, or not yet.")
    seconds: float = Field(0.0, description="All the time on hold of this call so far.")
    times: int = Field(0, description="How often they were put on hold.")


def hold_shown(board: EscalationBoard, session: Session, call: str) -> HoldShown:
    """Nothing of a call nobody was held on but that."""
    now, holds = board.clock(), holds_of_call(session, call)
    here = next((hold for hold in holds if hold.ended_at is None and hold.released_at is None), None)
    seconds = sum(hold.lasted(now).total_seconds() for hold in holds)
    return HoldShown(held=here is not None, since=here.held_at if here else None, seconds=seconds,
                     times=sum(hold.held_at is not None for hold in holds))  # fmt: skip


def show_hold(board: EscalationBoard, asked: Asked) -> HoldShown:
    """Whether the customer of this call is on hold, and how long they were in all."""
    with reading(board.database) as session:
        return hold_shown(board, session, asked.path["call"])


def put_hold(board: EscalationBoard, asked: Asked) -> HoldShown:
    """Hold the customer of a conversation, or have them back. Asked twice, it is once.

    They stay in the room: whoever hangs up ends it for both, as ever, and a hold ends with its conversation. 409 while
    nobody talks, or a colleague is brought into the conversation.
    """
    wanted: HoldWanted = asked.body
    call, who = asked.path["call"], wanted.agent_id or asked.who.label
    try:
        if wanted.hold:
            hold_customer(board, call, by=who)
        else:
            release_customer(board, call)
    except EscalationRefused as refused:
        raise refused_as(409, refused) from refused
    return show_hold(board, asked)


OPERATIONS = (
    Operation(method="GET", path="/calls/{call}/hold", scope="calls:read", summary="Show whether a customer is on hold",
              does=show_hold, answers=HoldShown),
    Operation(method="PUT", path="/calls/{call}/hold", scope="calls:write", summary="Hold a customer, or end the hold",
              does=put_hold, answers=HoldShown, body=HoldWanted, problems=(409,)),
)  # fmt: skip
