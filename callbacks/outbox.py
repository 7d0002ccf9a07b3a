"""The outbox is emptied: each message leaves once, whatever breaks on the way.

The claim is committed before the request leaves; a request whose outcome nobody knows is never sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.hardship_gate import Contact, stopped
from cases.message import CODE_PLACE, MessageRow, claim_message, due_messages, message_is, postpone_message
from cases.one_time_code import code_of
from cases.opt_out import is_opted_out, opt_out
from records.database import reading, writing
from telephony.errors import AccountTrouble, CallRefused, OutcomeUnknown, TryLater

log = structlog.get_logger(__name__)

AT_ONCE: Final = 50
UNSUBSCRIBED: Final = 21610
"""Twilio's code for a number that wants no messages."""


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """One message as it leaves: with its code in place, if it has one."""

    id: str
    to: str
    body: str
    expires_at: datetime


def hand_over_messages(board: Board) -> None:
    """Messages whose job was lost, or that were put off, are handed over again."""
    with reading(board.database) as session:
        due = due_messages(session, board.clock(), limit=AT_ONCE)
    for message in due:
        board.jobs.send(message)


def send(board: Board, message_id: str) -> None:
    letter = _claimed(board, message_id)
    if letter is not None:
        _post(board, letter)


def _is_stopped(session: Session, row: MessageRow, now: datetime) -> bool:
    """Somebody may have come into the register since it was written."""
    if row.purpose != "collection":
        return False
    contact = Contact(purpose="dunning", customer_id=row.customer_id, phone=row.to_number)
    return stopped(session, contact, once=f"message:{row.id}", by="clock", now=now) is not None


def _claimed(board: Board, message_id: str) -> _Letter | None:
    """The message, if it is this process that sends it and its reader still wants any."""
    with writing(board.database) as session:
        row = claim_message(session, message_id, now=board.clock())
        if row is None:
            return None
        if is_opted_out(session, row.to_number or ""):
            message_is(session, row.id, "opted_out", now=board.clock())
            return None
        if _is_stopped(session, row, board.clock()):
            message_is(session, row.id, "stopped", now=board.clock())
            return None
        body = row.body
        if row.challenge:
            body = body.replace(CODE_PLACE, code_of(board.secret, row.challenge))
        return _Letter(id=row.id, to=row.to_number or "", body=body, expires_at=row.expires_at)


def _post(board: Board, letter: _Letter) -> None:
    left = (letter.expires_at - board.clock()).total_seconds()
    told = board.urls.message_status(letter.id)
    try:
        sid = board.twilio.send_message(to=letter.to, body=letter.body, status_callback=told, lives_seconds=round(left))
    except TryLater as later:
        with writing(board.database) as session:
            again = board.clock() + timedelta(seconds=max(later.retry_after, 0.5))
            postpone_message(session, letter.id, not_before=again)
    except OutcomeUnknown as doubt:
        log.warning("message_outcome_unknown", message=letter.id, why=str(doubt))
        _came_out(board, letter, "unknown")
    except (CallRefused, AccountTrouble) as refused:
        _refused(board, letter, refused.code)
    else:
        _came_out(board, letter, "sent", sid)


def _came_out(board: Board, letter: _Letter, state: str, sid: str | None = None) -> None:
    with writing(board.database) as session:
        message_is(session, letter.id, state, now=board.clock(), sid=sid)


def _refused(board: Board, letter: _Letter, code: int) -> None:
    log.warning("message_refused", message=letter.id, code=code)
    with writing(board.database) as session:
        state = "opted_out" if code == UNSUBSCRIBED else "refused"
        message_is(session, letter.id, state, now=board.clock(), code=code)
        if code == UNSUBSCRIBED:
            opt_out(session, letter.to, how="refused", now=board.clock())
