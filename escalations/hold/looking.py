"""A hold is looked at: what the room says, what was asked for, and whether there still is a conversation decide."""

from datetime import datetime, timedelta
from typing import Final, Literal

import structlog

from callbacks.noting import note
from escalations.board import EscalationBoard
from escalations.hold.hold import Hold, holds_to_look_at
from escalations.transfer.transfer import open_transfer
from records.database import reading, writing
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater
from telephony.leg import Participant
from telephony.room import room_of

log = structlog.get_logger(__name__)

LOOKED_AT_EVERY: Final = timedelta(seconds=2)
LONGEST: Final = timedelta(minutes=30)
"""Nobody is forgotten on hold: then they are back with their agent, who can hold them again."""
End = Literal["released", "too_long", "transfer", "over"]


def look_at_hold(board: EscalationBoard, hold_id: str) -> None:
    """Once. Doing it twice does no harm: the network is asked what is so before it is asked for anything."""
    with reading(board.database) as session:
        hold = session.get(Hold, hold_id)
        transfer = open_transfer(session, hold.call) if hold is not None else None
    if hold is None or hold.ended_at is not None:
        return
    if transfer is not None or _is_over(board, hold):
        _ends(board, hold, "transfer" if transfer is not None else "over")
        return
    try:
        _seen_to(board, hold)
    except (NotThere, TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("hold_not_seen_to_yet", hold=hold.id, why=str(trouble))
        _kept(board, hold, held=False)


def see_to_holds(board: EscalationBoard) -> None:
    """Whatever nobody told us of."""
    with reading(board.database) as session:
        found = holds_to_look_at(session, board.clock())
    for hold_id in found:
        look_at_hold(board, hold_id)


def _seen_to(board: EscalationBoard, hold: Hold) -> None:
    room = room_of(hold.call)
    here = _stands(board.twilio.participants(room), hold.customer_leg)
    end = _why_it_ends(hold, board.clock())
    if end is not None:
        if here is not None and here.hold:
            board.twilio.change_participant(room, hold.customer_leg, hold=False)
        _ends(board, hold, end)
        return
    if here is not None and not here.hold:
        url = board.urls.hold(hold.call, l=hold.language)
        board.twilio.change_participant(room, hold.customer_leg, hold=True, hold_url=url)
    _kept(board, hold, held=here is not None)


def _stands(room: tuple[Participant, ...], leg: str) -> Participant | None:
    return next((one for one in room if one.call == leg), None)


def _why_it_ends(hold: Hold, now: datetime) -> End | None:
    if hold.released_at is not None:
        return "released"
    return "too_long" if now - hold.asked_at >= LONGEST else None


def _is_over(board: EscalationBoard, hold: Hold) -> bool:
    """A floor that knows nothing of the call says nothing of it."""
    known = board.floor.call(hold.call)
    return known is not None and (known.state != "talking" or known.reservation != hold.reservation)


def _kept(board: EscalationBoard, hold: Hold, *, held: bool) -> None:
    """It goes on; the first time, it has begun."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Hold, hold.id, with_for_update=True, populate_existing=True)
        if row is None or row.ended_at is not None:
            return
        began = held and row.held_at is None
        row.held_at = now if began else row.held_at
        row.look_at = now + LOOKED_AT_EVERY
        row.version += 1
    if began:
        note(board, "held", hold.call, {"agent": hold.agent_id}, once=hold.id)


def _ends(board: EscalationBoard, hold: Hold, why: End) -> None:
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Hold, hold.id, with_for_update=True, populate_existing=True)
        if row is None or row.ended_at is not None:
            return
        row.ended_at, row.look_at, row.why = now, None, why
        row.version += 1
        seconds = row.lasted(now).total_seconds()
    note(board, "taken_off_hold", hold.call, {"agent": hold.agent_id, "why": why, "seconds": seconds}, once=hold.id)
