"""A newcomer's hard call: the colleague beside them is rung, and whispers from the first word they hear.

It was decided before, and is on record: where whoever was to call them died over it, the clock does.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import Select, literal, or_, select

from cases.civil_day import civil_day
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused, ListensAlready
from escalations.escalation import Escalation
from escalations.listening.asking import ListeningWanted, ask_to_listen
from escalations.listening.listening import Listening
from records.database import reading, writing
from records.glance import Moment, at
from routing.errors import FloorUnavailable
from staff.buddy import buddy_of

log = structlog.get_logger(__name__)

BUDDY: Final = "buddy"
"""Why they listen."""
OF_ESCALATION: Final = "escalation:"
"""Before the escalation's id: on whose behalf they are asked."""
CALLED_BY: Final = timedelta(seconds=15)
"""They were called by then, or whoever was to call them died over it."""
NOT_LATER_THAN: Final = timedelta(minutes=5)
"""After that the conversation is another one."""


def buddy_is_called(board: EscalationBoard, call: str, *, escalation_id: str) -> None:
    """Where nobody comes, the trace says so. Raises RecordsUnavailable."""
    if invite_buddy(board, call, escalation_id=escalation_id) is not None:
        return
    with writing(board.database) as session:
        row = session.get_one(Escalation, escalation_id)
        row.reasons = [*row.reasons, {"rule": "carried_out", "what": "no_buddy", "why": "nobody"}]
        row.granted = "none"


def see_to_buddies(board: EscalationBoard) -> None:
    """Those who were to be called and were not."""
    now = board.clock()
    with reading(board.database) as session:
        found = session.execute(_not_called(now - NOT_LATER_THAN, now - CALLED_BY)).all()
    for escalation_id, call in found:
        buddy_is_called(board, str(call), escalation_id=escalation_id)


def _not_called(since: Moment, until: Moment) -> Select[str, str | None]:
    """Who whispers on that call, or has since, needs nobody to call them."""
    ours = Listening.asked_by == literal(OF_ESCALATION) + Escalation.id
    still = or_(Listening.ended_at.is_(None), Listening.ended_at >= Escalation.asked_at)
    beside = select(Listening.id).where(
        Listening.call == Escalation.call, or_(ours, (Listening.mode == "whisper") & still)
    )
    return select(Escalation.id, Escalation.call).where(
        Escalation.asked_at.between(since, until),
        Escalation.decision == BUDDY,
        Escalation.granted == BUDDY,
        Escalation.call.is_not(None),
        ~beside.exists(),
    )


BUDDIES_NOT_CALLED: Final = _not_called(at(-NOT_LATER_THAN), at(-CALLED_BY)).exists()


def invite_buddy(board: EscalationBoard, call: str, *, escalation_id: str) -> Listening | None:
    """None where nobody talks on this call, nobody is beside them, or the buddy is not free, or the floor cannot say;
    the one who is with them already, where that is so. Raises RecordsUnavailable."""
    try:
        return _invited(board, call, f"{OF_ESCALATION}{escalation_id}")
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
