"""What was written about a case, in both directions, as one conversation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.message import MessageRow
from cases.promise import end_promise, promises_of
from cases.received_message import ReceivedMessage

Piece = MessageRow | ReceivedMessage
Place = tuple[datetime, str]


def place_of_piece(piece: Piece) -> Place:
    """By when it was written or came in; its id tells apart what came at one moment."""
    return (piece.written_at if isinstance(piece, MessageRow) else piece.received_at), piece.id


def correspondence(session: Session, case_number: str, *, limit: int, before: Place | None = None) -> list[Piece]:
    """The newest first; with `before`, what came before that place."""
    ours = select(MessageRow).where(MessageRow.case_number == case_number)
    theirs = select(ReceivedMessage).where(ReceivedMessage.case_number == case_number)
    if before is not None:
        at, last = before
        ours = ours.where((MessageRow.written_at < at) | ((MessageRow.written_at == at) & (MessageRow.id < last)))
        theirs = theirs.where(
            (ReceivedMessage.received_at < at) | ((ReceivedMessage.received_at == at) & (ReceivedMessage.id < last))
        )
    sent: Sequence[Piece] = session.scalars(
        ours.order_by(MessageRow.written_at.desc(), MessageRow.id.desc()).limit(limit)
    ).all()
    came: Sequence[Piece] = session.scalars(
        theirs.order_by(ReceivedMessage.received_at.desc(), ReceivedMessage.id.desc()).limit(limit)
    ).all()
    return sorted([*sent, *came], key=place_of_piece, reverse=True)[:limit]


def answer_is_given(session: Session, case_number: str, now: datetime) -> None:
    """Somebody wrote back: the answer that was promised has been given."""
    for promise in promises_of(session, case_number):
        if promise.kind == "answer" and promise.status == "open":
            end_promise(session, promise.id, "kept", now)
