"""A recording nobody told us the end of is a voicemail all the same: it is on a case, and who left it is called."""

from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.returning import return_voicemail
from cases.opening import open_case
from cases.voicemail import Voicemail, unclaimed
from records.call_record import CallRecord, call_record
from records.database import writing

log = structlog.get_logger(__name__)

REASON: Final = "voicemail"


def claim_voicemails(board: Board) -> None:
    """Whoever pressed 0 while they were recorded and met somebody has said it to them. Nothing was said of a call."""
    with writing(board.database) as session:
        for row in unclaimed(session, board.clock()):
            record = call_record(session, row.call)
            if record is None or record.stage != "ended":
                continue
            if record.answered_at is None:
                log.warning("voicemail_claimed", recording=row.recording, call=row.call)
                _put_on_a_case(board, session, row, record)
            row.left_at = row.heard_of_at


def _put_on_a_case(board: Board, session: Session, row: Voicemail, record: CallRecord) -> None:
    row.phone = record.from_number if record.from_kind == "e164" else None
    row.case_number, row.customer_id = record.case_number, record.customer_id
    if row.case_number is None:
        case = open_case(session, call=row.call, customer_id=record.customer_id, phone=row.phone, now=board.clock(),
                         new_id=board.new_id, reason=REASON)  # fmt: skip
        row.case_number, row.customer_id = case.number, case.customer_id
    row.queue = row.queue or record.queue
    if made := return_voicemail(session, board, row, place_at=record.place_at or record.arrived_at or board.clock()):
        row.promise_id = made.callback.promise_id
