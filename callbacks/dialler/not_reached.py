"""We called as often as we may, in vain: the customer reads it, with the number of their case and nothing else."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from cases.errors import FollowUpRefused
from cases.follow_up import write_follow_up
from cases.number_on_record import takes_messages
from cases.reach import Address

TEMPLATE: Final = "callback_missed"


def customer_is_written_to(board: Board, session: Session, callback: Callback, *, now: datetime) -> None:
    """To the number we called where it can read, else as the case says; once."""
    here = Address(channel="sms", to=callback.phone, language=callback.language)
    try:
        write_follow_up(
            session,
            once=f"missed:{callback.id}",
            case_number=callback.case_number,
            template=TEMPLATE,
            args={},
            care=board.care,
            now=now,
            address=here if takes_messages(callback.phone) else None,
        )
    except FollowUpRefused:
        return  # their case is gone: there is nothing to write about
