"""What callers said because nobody was there."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import and_, or_, select

from callbacks.board import Board
from cases.voicemail import Voicemail
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from records.database import reading


class VoicemailShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    recording: str
    call: str
    case_number: str | None
    customer_id: str | None
    phone: str | None = Field(description="null: the caller withheld it, and nobody can call back.")
    queue: str | None
    seconds: int
    state: str = Field(description="recorded, ready (it can be heard at `url`) or lost.")
    url: str | None
    promise_id: int | None
    left_at: Moment


class VoicemailsQuery(PageQuery):
    case: Words | None = Field(None, description="A case's number.")


def list_voicemails(board: Board, asked: Asked) -> Page[VoicemailShown]:
    """The newest come first."""
    query: VoicemailsQuery = asked.query
    chosen = select(Voicemail).where(Voicemail.left_at.is_not(None))
    if query.case:
        chosen = chosen.where(Voicemail.case_number == query.case)
    if after := query.after_moment():
        left_at, recording = after
        same = and_(Voicemail.left_at == left_at, Voicemail.recording > recording)
        chosen = chosen.where(or_(Voicemail.left_at < left_at, same))
    chosen = chosen.order_by(Voicemail.left_at.desc(), Voicemail.recording).limit(query.limit + 1)
    with reading(board.database) as session:
        shown = tuple(VoicemailShown.model_validate(row) for row in session.scalars(chosen))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].left_at.isoformat(), page[-1].recording) if more else None)


OPERATIONS = (
    Operation(method="GET", path="/voicemails", scope="calls:read", summary="List voicemails",
              does=list_voicemails, answers=Page[VoicemailShown], query=VoicemailsQuery),
)  # fmt: skip
