"""What an agent or lead should learn of, and that they have."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.agents import agent_shown
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.wording import Told, told
from records.database import reading, writing
from staff.agent import agent
from staff.notice import NoticeRow, notices_are_seen, notices_for

NoticeId = Annotated[Words, StringConstraints(max_length=200)]


class NoticeShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    kind: str = Field(
        description="rona, missed_sticky_call, stand_in, forced_wrap_up, overdue_wrap_up, goodwill_asked, "
        "goodwill_decided, rule_proposed, broken_plan, connection_lost, promise_warned, "
        "promise_broken, promise_repeated, appeal_decided, recognition, sanction, "
        "bounced, owner_changed, case_offered, offer_answered, stands_in, is_back, cases_handed_over, "
        "coaching, thanks, buddy, callback_in_pool, callback_stopped, "
        "callback_reassigned, calling_stopped, calling_resumed, message_received, message_undelivered, "
        "lead_promised, listened_to, hand_raised, task, top_reason."
    )
    call: str | None
    case_number: str | None
    agent_id: str | None = Field(description="Whom it is about, where that is somebody else.")
    text: Told
    at: Moment
    seen_at: Moment | None


class NoticesQuery(PageQuery):
    unseen: bool = Field(False, description="Only what was not seen yet.")


class SeenNotices(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: Annotated[tuple[NoticeId, ...], Field(max_length=200)] | None = Field(
        None, description="Which were seen; without it all of them."
    )


class Unseen(BaseModel):
    model_config = ConfigDict(frozen=True)

    unseen_notices: int


def list_notices(board: Board, asked: Asked) -> Page[NoticeShown]:
    """The newest first: an owner's missed callers at once, a lead's agents who did not answer, overdue wrap-ups."""
    query: NoticesQuery = asked.query
    agent_shown(board, asked.path["agent"])
    with reading(board.database) as session:
        rows = notices_for(
            session, asked.path["agent"], unseen=query.unseen, limit=query.limit + 1, before=query.after_moment()
        )
        shown = tuple(_show(session, row) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return Page(items=shown, next_cursor=cursor_at(shown[-1].at.isoformat(), shown[-1].id) if more else None)


def post_seen_notices(board: Board, asked: Asked) -> Unseen:
    """They have been shown to whom they are for."""
    seen: SeenNotices = asked.body
    agent_shown(board, asked.path["agent"])
    with writing(board.database) as session:
        left = notices_are_seen(session, asked.path["agent"], ids=seen.ids, now=board.clock())
    return Unseen(unseen_notices=left)


def _show(session: Session, row: NoticeRow) -> NoticeShown:
    about = row.args.get("agent")
    known = agent(session, about) if about else None
    return NoticeShown(
        **{name: getattr(row, name) for name in ("id", "kind", "call", "case_number", "at", "seen_at")},
        agent_id=about,
        text=told(row.key, {**row.args, "agent": known.name if known else about or ""}),
    )


OPERATIONS = (
    Operation(method="GET", path="/agents/{agent}/notices", scope="agents:read", summary="List an agent's notices",
              does=list_notices, answers=Page[NoticeShown], query=NoticesQuery, problems=(404,)),
    Operation(method="POST", path="/agents/{agent}/notices/seen", scope="presence:write",
              summary="Say that notices were seen", does=post_seen_notices, answers=Unseen, body=SeenNotices,
              problems=(404,)),
)  # fmt: skip
