"""Recordings of those we forget are deleted where they lie; what the network cannot do now it is asked again."""

import structlog

from callbacks.board import Board
from cases.recording_deletion import is_gone, to_be_deleted, try_again_later
from records.database import reading, writing
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)


def delete_recordings(board: Board) -> int:
    """Those whose turn it is; how many are gone. One that is not there any more is gone."""
    with reading(board.database) as session:
        due = to_be_deleted(session, board.clock())
    return sum(_delete(board, recording) for recording in due)


def _delete(board: Board, recording: str) -> bool:
    try:
        board.twilio.delete_recording(recording)
    except TelephonyError as trouble:
        log.warning("recording_not_deleted_yet", recording=recording, why=str(trouble))
        with writing(board.database) as session:
            try_again_later(session, recording, board.clock())
        return False
    with writing(board.database) as session:
        is_gone(session, recording, board.clock())
    return True
