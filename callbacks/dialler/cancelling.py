"""A callback is no longer wanted: it ends, what rings for it stops, and the customer reads it where that is wished."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.changing import CallbackStands, Changed, see_to_the_floor, to_be_changed
from callbacks.dialler.life import ends
from cases.errors import FollowUpRefused
from cases.follow_up import write_follow_up
from cases.promise import End
from records.audit import append as append_audit
from records.database import writing
from telephony.attempt import open_attempt_for, withdrawn

CANCELLED: Final = "cancelled"
"""Why it was released, and the name of the template."""
NOT_NEEDED: Final = "told_not_wanted"
"""What an agent hears who had taken it."""


def cancel_callback(
    board: Board, callback_id: str, *, who: str, reason: str, tell: bool, version: int | None = None
) -> Changed:
    """Released, with a reason in people's words. With `tell` the customer is written to, by a way that is open to us.

    Raises CallbackStands while they talk, or where it is over; Outdated.
    """
    with writing(board.database) as session:
        callback = to_be_changed(session, callback_id, version)
        if callback.state == "connected":
            raise CallbackStands("connected")
        message = _told_to_the_customer(board, session, callback) if tell else None
        _is_on_record(session, callback, who, reason, message, board.clock())
        called_off = replace(calls_off(session, callback, "released", why=CANCELLED, who=who, note=reason,
                                       now=board.clock()), message=message)  # fmt: skip
    see_to_the_floor(board, called_off, why=CANCELLED, word=NOT_NEEDED)
    return called_off


def calls_off(
    session: Session, callback: Callback, how: End, *, why: str, who: str, note: str | None = None, now: datetime
) -> Changed:
    """It ends in this transaction. While they talk nothing is taken from them: what is left then is to let them."""
    talking = callback.state == "connected"
    token = None if talking else _rings_under(session, callback, now)
    ends(session, callback, how, why=why, who=who, note=note, now=now)
    return Changed(callback=callback, left=None if talking else callback.floor_call, token=token)


def _rings_under(session: Session, callback: Callback, now: datetime) -> str | None:
    """The token of a call to the customer that is under way; one whose request has not left never will."""
    attempt = open_attempt_for(session, callback.id)
    if attempt is None or (attempt.leg is None and withdrawn(session, attempt.token, now=now)):
        return None
    return attempt.token


def _told_to_the_customer(board: Board, session: Session, callback: Callback) -> str | None:
    """The message that now waits in the outbox; None where no way to write to them is open."""
    try:
        return write_follow_up(
            session,
            once=f"callback cancelled:{callback.id}",
            case_number=callback.case_number,
            template="callback_cancelled",
            args={},
            care=board.care,
            now=board.clock(),
            language=callback.language,
        )
    except FollowUpRefused:
        return None


def _is_on_record(
    session: Session, callback: Callback, who: str, reason: str, message: str | None, now: datetime
) -> None:
    told = {"callback": callback.id, "reason": reason, "customer_told": message is not None}
    append_audit(session, who, "callback_cancelled", f"case:{callback.case_number}", told, now)
