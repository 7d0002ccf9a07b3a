"""Who is promised a call has it in writing: the number of the case, and by when. Nothing personal."""

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from cases.errors import FollowUpRefused
from cases.follow_up import message_named, write_follow_up
from cases.number_on_record import takes_messages
from cases.reach import Address

BY_WHEN: Final = "callback"
IN_A_WINDOW: Final = "callback_window"
"""The templates: we call by then; we call between these moments."""
SECOND_THOUGHTS: Final = timedelta(seconds=45)
"""What a caller may take to correct the number, or to wait on after all."""


def confirm_in_writing(
    session: Session, board: Board, callback: Callback, tell: Address | str | None, *, again: str = ""
) -> str | None:
    """The message that now waits in the outbox; None where none is wanted, or there is no way to write to them.

    `tell` is where it goes, or the number of somebody who is on the telephone with us; empty: wherever they like.
    `again` names another time that was agreed: without it whoever was told is not told a second time.
    """
    address = _awake(board, callback, tell) if isinstance(tell, str) and tell else tell or None
    if tell is None or (isinstance(tell, str) and tell and not takes_messages(tell)):
        return None
    try:
        return write_follow_up(
            session,
            once=f"{_about(callback)}{again}",
            case_number=callback.case_number,
            template=IN_A_WINDOW if callback.until is not None else BY_WHEN,
            args={"due": callback.due_at.isoformat(), "begin": callback.not_before.isoformat()},
            care=board.care,
            now=board.clock(),
            address=address,
            language=callback.language,
        )
    except FollowUpRefused:
        return None


def message_about(callback: Callback) -> str:
    """The id of the message that confirms it."""
    return message_named(_about(callback))


def _about(callback: Callback) -> str:
    return f"callback:{callback.id}"


def _awake(board: Board, callback: Callback, phone: str) -> Address:
    """On the telephone with us: it leaves once they can have said that they meant it otherwise."""
    return Address(channel="sms", to=phone, language=callback.language, leaves_at=board.clock() + SECOND_THOUGHTS)
