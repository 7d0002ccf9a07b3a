"""An agent in a conversation raises a hand: somebody should come."""

from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.escalation_refused import refused_as
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from escalations.board import EscalationBoard
from escalations.errors import NotTalking
from escalations.hands import lower_hand, raise_hand
from escalations.raised_hand import hands_up
from records.database import reading


class HandShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    agent_id: str
    call: str
    case_number: str | None
    reason: str
    up_at: Moment
    answered_by: str | None = Field(description="Who came.")
    down_at: Moment | None = Field(description="Since when it is down; null while it is up.")


class HandWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Words, Field(min_length=1, max_length=80)]


def list_raised_hands(board: Board, asked: Asked) -> Page[HandShown]:
    """Those that are up, the longest first. Somebody came, or the conversation is over: then they are down."""
    with reading(board.database) as session:
        return Page(items=tuple(HandShown.model_validate(hand) for hand in hands_up(session)))


def put_hand(board: Board, asked: Asked) -> HandShown:
    """Leads on duty get a notice, once for each hand; said again it is the same hand with another reason."""
    wanted, by = cast(HandWanted, asked.body), asked.who.label
    try:
        hand = raise_hand(cast(EscalationBoard, board), asked.path["call"], reason=wanted.reason, by=by)
    except NotTalking as refused:
        raise refused_as(409, refused) from refused
    return HandShown.model_validate(hand)


def delete_hand(board: Board, asked: Asked) -> HandShown:
    """The agent needs nobody any longer."""
    hand = lower_hand(cast(EscalationBoard, board), asked.path["call"])
    if hand is None:
        raise unknown("raised hand in call", asked.path["call"])
    return HandShown.model_validate(hand)


OPERATIONS = (
    Operation(method="GET", path="/raised-hands", scope="calls:read", summary="List raised hands",
              does=list_raised_hands, answers=Page[HandShown]),
    Operation(method="PUT", path="/calls/{call}/hand", scope="calls:write", summary="Raise a hand in a conversation",
              does=put_hand, answers=HandShown, body=HandWanted, problems=(409,)),
    Operation(method="DELETE", path="/calls/{call}/hand", scope="calls:write", summary="Lower a hand",
              does=delete_hand, answers=HandShown, problems=(404,)),
)  # fmt: skip
