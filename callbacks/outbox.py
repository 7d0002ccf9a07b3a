"""The outbox is emptied: each message leaves once, whatever breaks on the way.

The claim is committed before the request leaves; a request whose outcome nobody knows is never sent again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.message_budget import OVER_LIMIT, is_over_limit
from callbacks.dialler.number_policy import may_not_be_written_to
from callbacks.mail.errors import MailLater, MailRefused, MailUnknown
from callbacks.mail.letter import Letter, letter_name, written_letter
from callbacks.undelivered import owner_learns
from cases.channel import Channel
from cases.follow_up import window_is_open
from cases.follow_up_text import filled
from cases.hardship_gate import Contact, stopped
from cases.message import CODE_PLACE, MessageRow, claim_message, due_messages, message_is, postpone_message
from cases.one_time_code import code_of
from cases.opt_out import is_opted_out, opt_out
from cases.received_message import last_letter_from
from records.database import reading, writing
from telephony.errors import AccountTrouble, CallRefused, OutcomeUnknown, TryLater
from telephony.text_message import WHATSAPP, Content

log = structlog.get_logger(__name__)

AT_ONCE: Final = 50
UNSUBSCRIBED: Final = 21610
"""Twilio's code for a number that wants no messages."""
OUTSIDE_WINDOW: Final = 63016
"""WhatsApp's for free words to somebody who has not written lately."""


@dataclass(frozen=True, kw_only=True)
class _Leaving:
    """One message as it leaves, with its code and its secrets in place. `to` is a number or an e-mail address."""

    id: str
    channel: Channel
    to: str
    body: str
    expires_at: datetime
    subject: str
    content: Content | None
    letter: Letter | None


def hand_over_messages(board: Board) -> None:
    """Messages whose job was lost, or that were put off, are handed over again."""
    with reading(board.database) as session:
        due = due_messages(session, board.clock(), limit=AT_ONCE)
    for message in due:
        board.jobs.send(message)


def send(board: Board, message_id: str) -> None:
    leaving = _claimed(board, message_id)
    if leaving is None:
        return
    if leaving.letter is not None:
        _hand_in(board, leaving, leaving.letter)
    else:
        _post(board, leaving)


def _claimed(board: Board, message_id: str) -> _Leaving | None:
    """The message, if it is this process that sends it, and its reader still wants it and may still be sent it."""
    with writing(board.database) as session:
        row = claim_message(session, message_id, now=board.clock())
        if row is None:
            owner_learns(session, message_id, board.clock())
            return None
        if end := _in_the_way(session, board, row):
            state, code = end
            message_is(session, row.id, state, now=board.clock(), code=code)
            owner_learns(session, row.id, board.clock())
            return None
        return _leaving(session, board, row)


def _in_the_way(session: Session, board: Board, row: MessageRow) -> tuple[str, int | None] | None:
    """How it ends instead of leaving: what was right when it was written may be wrong by now."""
    now, to = board.clock(), row.to_email or row.to_number or ""
    if is_opted_out(session, to, row.channel):
        return "opted_out", None
    if row.channel != "email" and may_not_be_written_to(to, board) is not None:
        return "refused", None
    if row.purpose == "collection" and _is_stopped(session, row, now):
        return "stopped", None
    if row.channel == "whatsapp" and row.content is None and not window_is_open(session, to, now):
        return "refused", OUTSIDE_WINDOW
    if is_over_limit(session, board.dialler.budgets, row, now):
        log.warning("message_over_limit", message=row.id)
        return OVER_LIMIT, None
    return ("refused", None) if row.channel == "email" and board.post_office is None else None


def _is_stopped(session: Session, row: MessageRow, now: datetime) -> bool:
    """Somebody may have come into the register since it was written."""
    contact = Contact(purpose="dunning", customer_id=row.customer_id, phone=row.to_number)
    return stopped(session, contact, once=f"message:{row.id}", by="clock", now=now) is not None


def _leaving(session: Session, board: Board, row: MessageRow) -> _Leaving:
    body, secrets = row.body, row.secrets or {}
    if row.challenge:
        body = body.replace(CODE_PLACE, code_of(board.secret, row.challenge))
    elif secrets:
        body = filled(body, secrets, "")
    to = row.to_email or row.to_number or ""
    subject = filled(row.subject or "", secrets, "")
    letter = None
    if row.channel == "email":
        row.sid = letter_name(row.id)
        letter = Letter(name=row.sid, to=to, subject=subject, body=body, automatic=row.written_by is None,
                        answers=last_letter_from(session, row.case_number, to))  # fmt: skip
    free = row.channel == "whatsapp" and window_is_open(session, to, board.clock())
    return _Leaving(id=row.id, channel=row.channel, to=to, body=body, expires_at=row.expires_at, subject=subject,
                    content=None if free else _content(row.content, secrets), letter=letter)  # fmt: skip


def _content(content: Mapping[str, Any] | None, secrets: Mapping[str, str]) -> Content | None:
    if content is None:
        return None
    variables = {at: filled(value, secrets, "") for at, value in content["variables"].items()}
    return Content(sid=content["sid"], variables=json.dumps(variables, ensure_ascii=False))


def _post(board: Board, leaving: _Leaving) -> None:
    left = (leaving.expires_at - board.clock()).total_seconds()
    told = board.urls.message_status(leaving.id)
    to = f"{WHATSAPP}{leaving.to}" if leaving.channel == "whatsapp" else leaving.to
    try:
        sid = board.twilio.send_message(
            to=to, body=leaving.body, content=leaving.content, status_callback=told, lives_seconds=round(left)
        )
    except TryLater as later:
        _put_off(board, leaving, later.retry_after)
    except OutcomeUnknown as doubt:
        _in_doubt(board, leaving, doubt)
    except (CallRefused, AccountTrouble) as refused:
        _refused(board, leaving, refused.code)
    else:
        _came_out(board, leaving, "sent", sid)


def _hand_in(board: Board, leaving: _Leaving, letter: Letter) -> None:
    assert board.post_office is not None
    mail = written_letter(letter, board.post_office.sender, now=board.clock())
    try:
        board.post_office.send(mail, leaving.to)
    except MailLater as later:
        log.warning("letter_put_off", message=leaving.id, why=str(later))
        _put_off(board, leaving, later.retry_after)
    except MailUnknown as doubt:
        _in_doubt(board, leaving, doubt)
    except MailRefused as refused:
        _refused(board, leaving, refused.code)
    else:
        _came_out(board, leaving, "sent")


def _put_off(board: Board, leaving: _Leaving, seconds: float) -> None:
    with writing(board.database) as session:
        again = board.clock() + timedelta(seconds=max(seconds, 0.5))
        postpone_message(session, leaving.id, not_before=again)


def _in_doubt(board: Board, leaving: _Leaving, doubt: Exception) -> None:
    log.warning("message_outcome_unknown", message=leaving.id, why=str(doubt))
    _came_out(board, leaving, "unknown")


def _came_out(board: Board, leaving: _Leaving, state: str, sid: str | None = None) -> None:
    with writing(board.database) as session:
        message_is(session, leaving.id, state, now=board.clock(), sid=sid)


def _refused(board: Board, leaving: _Leaving, code: int) -> None:
    log.warning("message_refused", message=leaving.id, code=code)
    with writing(board.database) as session:
        state = "opted_out" if code == UNSUBSCRIBED else "refused"
        message_is(session, leaving.id, state, now=board.clock(), code=code)
        if code == UNSUBSCRIBED:
            opt_out(session, leaving.to, how="refused", now=board.clock(), channel=leaving.channel)
        owner_learns(session, leaving.id, board.clock())
