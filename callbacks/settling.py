"""Messages nobody knows the outcome of are settled by Twilio's own list, and only by it: none is ever sent again."""

import re
from datetime import timedelta
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.undelivered import owner_learns
from cases.message import MessageRow, message_fares, message_is, messages_in_doubt, sids_taken
from records.database import reading, writing
from telephony.errors import TelephonyError
from telephony.text_message import WHATSAPP, SentMessage

log = structlog.get_logger(__name__)

LIST_LAGS: Final = timedelta(seconds=60)
"""Twilio's list may be so late; before that its own callback usually tells."""
CERTAINLY_NOT: Final = timedelta(minutes=10)
"""What the list does not show after so long has never left."""
CLOCKS_APART: Final = timedelta(seconds=60)
REQUEST_TAKES: Final = timedelta(seconds=90)
AT_ONCE: Final = 20
_PLACE: Final = re.compile(r"\\{[a-z_0-9]+\\}")


def settle_messages(board: Board) -> None:
    with reading(board.database) as session:
        doubtful = messages_in_doubt(session, before=board.clock() - LIST_LAGS, limit=AT_ONCE)
    for row in doubtful:
        try:
            _settle(board, row)
        except TelephonyError as trouble:
            log.warning("message_not_settled_yet", message=row.id, why=str(trouble))


def _settle(board: Board, row: MessageRow) -> None:
    prefix = WHATSAPP if row.channel == "whatsapp" else ""
    listed = board.twilio.messages_to(f"{prefix}{row.to_number}")
    now = board.clock()
    with writing(board.database) as session:
        taken = sids_taken(session, [one.sid for one in listed])
        found = next((one for one in reversed(listed) if one.sid not in taken and _is_it(one, row)), None)
        if found is not None:
            message_fares(session, row.id, sid=found.sid, status=found.status, code=found.error_code, now=now)
        elif row.posted_at is not None and row.posted_at < now - CERTAINLY_NOT:
            message_is(session, row.id, "not_sent", now=now)
        owner_learns(session, row.id, now)


def _is_it(one: SentMessage, row: MessageRow) -> bool:
    """By when and what: a template's words are Twilio's, and a code in ours is kept nowhere."""
    if row.posted_at is None or not one.direction.startswith("outbound"):
        return False
    if not row.posted_at - CLOCKS_APART <= one.created_at <= row.posted_at + REQUEST_TAKES:
        return False
    words = ".{1,80}".join(map(re.escape, _PLACE.split(row.body)))
    return row.content is not None or re.fullmatch(words, one.body, re.DOTALL) is not None
