"""A listener whispers, steps in, only hears again, or is to go: written down, and seen to when it is looked at."""

from sqlalchemy.orm import Session

from escalations.board import EscalationBoard
from escalations.errors import HeardIsNotSilent, UnknownListening
from escalations.listening.listening import Listening
from escalations.listening.telling import audit_listening, listening_is_over
from escalations.words import Mode
from records.database import writing


def change_mode(board: EscalationBoard, listening_id: str, mode: Mode, *, by: str) -> Listening:
    """Raises UnknownListening, HeardIsNotSilent, RecordsUnavailable."""
    with writing(board.database) as session:
        row = _open(session, listening_id)
        if row.silent and mode != "monitor":
            raise HeardIsNotSilent()
        if row.mode != mode:
            row.mode, row.look_at = mode, board.clock()
            row.version += 1
            audit_listening(session, row, "listening_mode", by=by, now=board.clock())
    board.jobs.listen(listening_id)
    return row


def stop_listening(board: EscalationBoard, listening_id: str, *, by: str) -> Listening:
    """Raises UnknownListening, RecordsUnavailable."""
    with writing(board.database) as session:
        row = _open(session, listening_id)
        listening_is_over(session, row, "asked", by=by, now=board.clock())
    board.jobs.listen(listening_id)
    return row


def _open(session: Session, listening_id: str) -> Listening:
    row = session.get(Listening, listening_id, with_for_update=True, populate_existing=True)
    if row is None or row.over:
        raise UnknownListening(listening_id)
    return row
