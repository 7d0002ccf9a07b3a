"""What a colleague sees before they accept: who asks, why, and what it is about."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Moment
from console.api.transfer_shown import BriefSection, sections_of
from escalations.transfer.floor_name import is_transfer, transfer_named
from escalations.transfer.transfer import Transfer
from records.database import reading


class TransferOffered(BaseModel):
    """Taken like any offer; `POST /reservations/{id}/later` where they can in a while."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: str
    call: str
    agent_id: str = Field(description="Who talks with the customer.")
    case_number: str | None
    asked_at: Moment
    brief_lines: tuple[BriefSection, ...] = ()


def transfer_offered(board: Board, call: str) -> TransferOffered | None:
    """Of a colleague's way into a conversation, as the floor names it."""
    if not is_transfer(call):
        return None
    with reading(board.database) as session:
        found = session.get(Transfer, transfer_named(call))
    if found is None:
        return None
    return TransferOffered.model_validate(found).model_copy(update={"brief_lines": sections_of(found)})
