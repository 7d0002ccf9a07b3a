"""What was written about a case, by the customer and by us, on every channel."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.channel import Channel
from cases.correspondence import Piece, answer_is_given, correspondence, place_of_piece
from cases.errors import FollowUpRefused
from cases.follow_up import write_follow_up
from cases.message import MessageRow
from cases.reach import Address, ways_to_write
from cases.received_attachment import ReceivedAttachment, attachments_of
from cases.received_message import ReceivedMessage
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Fault, Problem, unknown, wrong
from records.database import reading, writing
from staff.agent import agent

WRITTEN: Final = "written"
"""The template of what an agent writes in their own words."""
LONGEST: Final = 1200

ArgumentName = Annotated[Words, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Argument = Annotated[Words, StringConstraints(max_length=400)]


class AttachmentShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    place: int
    name: str
    kind: str = Field(description="As the sender called it; open it with care.")
    size: int


class AttachmentContent(AttachmentShown):
    content: str | None = Field(description="In base64; null where it was too large to keep.")


class MessageShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    direction: str = Field(description="in: the customer wrote it; out: we did.")
    channel: str = Field(description="sms, whatsapp or email.")
    address: str | None = Field(description="Whom it went to, or who wrote it.")
    at: Moment
    subject: str | None
    body: str
    state: str | None = Field(
        description="Of ours: written, unknown, sent, delivered, undelivered, failed, refused, opted_out, stopped, "
        "over_limit, not_sent or expired."
    )
    error_code: int | None
    template: str | None
    written_by: str | None = Field(description="The agent; null for what the house wrote by itself.")
    leaves_at: Moment | None = Field(description="Of ours: when it may leave at the earliest.")
    known_sender: bool | None = Field(description="Of theirs: whether the case is the sender's own.")
    automatic: bool | None = Field(description="Of theirs: whether a machine wrote it.")
    how: str | None = Field(description="Of theirs: how its case was found: answer, number, open_case or new_case.")
    media: tuple[str, ...]
    attachments: tuple[AttachmentShown, ...]


class MessageWanted(BaseModel):
    """Either words of one's own, or a template with its arguments."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Words
    text: Annotated[Words, StringConstraints(min_length=1, max_length=LONGEST)] | None = None
    template: Annotated[Words, StringConstraints(max_length=40)] | None = None
    args: dict[ArgumentName, Argument] = Field(default_factory=dict, max_length=20)
    channel: Channel | None = Field(None, description="Without one it goes on the channel the customer likes.")

    @model_validator(mode="after")
    def _one_of_two(self) -> "MessageWanted":
        if (self.text is None) == (self.template is None) or (self.text and self.args):
            raise ValueError("Give `text`, or `template` with its `args`.")
        return self

    @property
    def told(self) -> tuple[str, Mapping[str, str]]:
        return (WRITTEN, {"what": self.text}) if self.text else (self.template or "", self.args)


def list_case_messages(board: Board, asked: Asked) -> Page[MessageShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        pieces = correspondence(session, case.number, limit=query.limit + 1, before=query.after_moment())
        shown = _shown(session, pieces[: query.limit])
    more = len(pieces) > query.limit
    return Page(items=shown, next_cursor=_cursor(pieces[query.limit - 1]) if more else None)


def post_case_message(board: Board, asked: Asked) -> MessageShown:
    """Write to the customer about their case. It leaves once; how it fares is seen in the list.

    409 where there is no way to write to them: no address, messages not wanted, or stopped by the register of hardship.
    It keeps an open promise to answer what they wrote. Written to the audit trail.
    """
    wanted: MessageWanted = asked.body
    template, args = wanted.told
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        known = agent(session, wanted.agent_id)
        if known is None or not known.active:
            raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
        try:
            message = write_follow_up(
                session, once=f"desk:{asked.once}", case_number=case.number, template=template, args=args,
                care=board.care, now=board.clock(), by=known.id, address=_address(session, board, case, wanted.channel),
            )  # fmt: skip
        except FollowUpRefused as refused:
            raise _refused(refused) from None
        if message is None:
            raise Problem(409, "There is no way to write this to this customer.")
        answer_is_given(session, case.number, board.clock())
        [shown] = _shown(session, [session.get_one(MessageRow, message)])
    board.jobs.send(message)
    return shown


def show_attachment(board: Board, asked: Asked) -> AttachmentContent:
    """What came with a letter, as it came."""
    place = asked.path["place"]
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        message = session.get(ReceivedMessage, asked.path["message"])
        at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
        found = session.get(ReceivedAttachment, (message.id, at)) if message else None
        if found is None or message is None or message.case_number != case.number:
            raise unknown("attachment", place)
        content = b64encode(found.content).decode() if found.content is not None else None
        return AttachmentContent(place=at, name=found.name, kind=found.kind, size=found.size, content=content)


def _address(session: Session, board: Board, case: Case, channel: Channel | None) -> Address | None:
    """On the channel that was asked for, and no other."""
    if channel is None:
        return None
    ways = ways_to_write(session, case, board.care.follow_ups.channels)
    way = next((way for way in ways if way.channel == channel), None)
    if way is None:
        raise Problem(409, f"They cannot be written to by {channel}.", [Fault(field="channel", detail="No way.")])
    return way


def _refused(refused: FollowUpRefused) -> Problem:
    faults = [Fault(field=field, detail=detail) for field, detail in refused.faults.items()]
    return Problem(422, str(refused), faults)


def _cursor(piece: Piece) -> str:
    at, last = place_of_piece(piece)
    return cursor_at(at.isoformat(), last)


def _shown(session: Session, pieces: Sequence[Piece]) -> tuple[MessageShown, ...]:
    came: dict[str, list[AttachmentShown]] = {}
    for one in attachments_of(session, [piece.id for piece in pieces]):
        came.setdefault(one.message_id, []).append(AttachmentShown.model_validate(one))
    return tuple(
        _ours(piece) if isinstance(piece, MessageRow) else _theirs(piece, came.get(piece.id, [])) for piece in pieces
    )


def _ours(row: MessageRow) -> MessageShown:
    return MessageShown(
        id=row.id, direction="out", channel=row.channel, address=row.to_email or row.to_number, at=row.written_at,
        subject=row.subject, body=row.body, state=row.state, error_code=row.error_code, template=row.template,
        written_by=row.written_by, leaves_at=row.not_before, known_sender=None, automatic=None, how=None, media=(),
        attachments=(),
    )  # fmt: skip


def _theirs(row: ReceivedMessage, attachments: Sequence[AttachmentShown]) -> MessageShown:
    return MessageShown(
        id=row.id, direction="in", channel=row.channel, address=row.from_email or row.from_number, at=row.received_at,
        subject=row.subject, body=row.body, state=None, error_code=None, template=None, written_by=None,
        leaves_at=None, known_sender=row.known_sender, automatic=row.automatic, how=row.how, media=tuple(row.media),
        attachments=tuple(attachments),
    )  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/messages", scope="cases:read",
              summary="List what was written about a case", does=list_case_messages, answers=Page[MessageShown],
              query=PageQuery, problems=(404,)),
    Operation(method="POST", path="/cases/{case}/messages", scope="messages:write",
              summary="Write to the customer about their case", does=post_case_message, answers=MessageShown,
              body=MessageWanted, problems=(404, 409)),
    Operation(method="GET", path="/cases/{case}/messages/{message}/attachments/{place}", scope="cases:read",
              summary="Show what came with a letter", does=show_attachment, answers=AttachmentContent,
              problems=(404,)),
)  # fmt: skip
