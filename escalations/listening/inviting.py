"""A newcomer's hard call: the colleague beside them is rung, and whispers from the first word they hear."""

from typing import Final

import structlog

from cases.civil_day import civil_day
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused, ListensAlready
from escalations.listening.asking import ListeningWanted, ask_to_listen
from escalations.listening.listening import Listening
from records.database import reading
from routing.errors import FloorUnavailable
from staff.buddy import buddy_of

log = structlog.get_logger(__name__)

BUDDY: Final = "buddy"
"""Why they listen."""


def invite_buddy(board: EscalationBoard, call: str, *, escalation_id: str) -> Listening | None:
    """None where nobody talks on this call, nobody is beside them, or the buddy is not free, or the floor cannot say;
    the one who is with them already, where that is so. Raises RecordsUnavailable."""
    try:
        return _invited(board, call, f"escalation:{escalation_id}")
    except (EscalationRefused, FloorUnavailable) as trouble:
        log.info("buddy_not_invited", call=call, why=getattr(trouble, "why", "floor"))
        return None


def _invited(board: EscalationBoard, call: str, by: str) -> Listening | None:
    known = board.floor.call(call)
    with reading(board.database) as session:
        pair = buddy_of(session, known.agent, civil_day(board.clock())) if known and known.agent else None
        coach = pair.coach_id if pair is not None else None
    if coach is None:
        return None
    try:
        return ask_to_listen(board, ListeningWanted(call=call, listener=coach, mode="whisper", by=by, why=BUDDY))
    except ListensAlready as already:
        with reading(board.database) as session:
            return session.get(Listening, already.listening_id)
