"""A hold is looked at: what the room says, what was asked for, and whether there still is a conversation decide."""

from datetime import timedelta
from typing import Final, Literal

import structlog

from callbacks.noting import note
from escalations.board import EscalationBoard
from escalations.hold.hold import Hold, holds_watched
from escalations.rounds import EARLY
from escalations.transfer.transfer import open_transfer
from records.database import reading, writing
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater
from telephony.leg import Participant
from telephony.room import room_of

log = structlog.get_logger(__name__)

SOON: Final = timedelta(seconds=2)
"""Until the network has done what was asked for."""
SELDOM: Final = timedelta(seconds=10)
"""Who is held stays so until we ask for something else: this is in case the network sees it otherwise."""
LONGEST: Final = timedelta(minutes=30)
"""Nobody is forgotten on hold: then they are back with their agent, who can hold them again."""
End = Literal["released", "too_long", "transfer", "over"]


def look_at_hold(board: EscalationBoard, hold_id: str) -> None:
    """Once. Doing it twice does no harm: the network is asked what is so before it is asked for anything."""
    with reading(board.database) as session:
        hold = session.get(Hold, hold_id)
    if hold is None or hold.ended_at is not None:
        return
    end = _why_it_ends(board, hold)
    if end in ("transfer", "over"):
        _ends(board, hold, end)
        return
    try:
        _seen_to(board, hold, end)
    except (NotThere, TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("hold_not_seen_to_yet", hold=hold.id, why=str(trouble))
        _kept(board, hold, held=False)


def see_to_holds(board: EscalationBoard) -> None:
    """Whatever has an end by floor and rows, and what the network must be asked about, is handed over."""
    with reading(board.database) as session:
        watched = holds_watched(session)
    board.jobs.look_in_turn("hold", [one.id for one in watched if _is_due(board, one) or _why_it_ends(board, one)])


def _is_due(board: EscalationBoard, hold: Hold) -> bool:
    return hold.look_at is not None and hold.look_at <= board.clock() + EARLY


def _why_it_ends(board: EscalationBoard, hold: Hold) -> End | None:
    """A floor that knows nothing of the call says nothing of it."""
    known = board.floor.call(hold.call)
    if known is not None and (known.state != "talking" or known.reservation != hold.reservation):
        return "over"
    with reading(board.database) as session:
        if open_transfer(session, hold.call) is not None:
            return "transfer"
    if hold.released_at is not None:
        return "released"
    return "too_long" if board.clock() - hold.asked_at >= LONGEST else None


def _seen_to(board: EscalationBoard, hold: Hold, end: End | None) -> None:
    room = room_of(hold.call)
    here = _stands(board.twilio.participants(room), hold.customer_leg)
    if end is not None:
        if here is not None and here.hold:
            board.twilio.change_participant(here.room or room, hold.customer_leg, hold=False)
        _ends(board, hold, end)
        return
    if here is None or here.hold:
        _kept(board, hold, held=here is not None, pause=SELDOM if here is not None else SOON)
        return
    url = board.urls.hold(hold.call, l=hold.language)
    board.twilio.change_participant(here.room or room, hold.customer_leg, hold=True, hold_url=url)
    if not _kept(board, hold, held=True):  # somebody else ended it while we asked
        board.twilio.change_participant(here.room or room, hold.customer_leg, hold=False)


def _stands(room: tuple[Participant, ...], leg: str) -> Participant | None:
    return next((one for one in room if one.call == leg), None)


def _kept(board: EscalationBoard, hold: Hold, *, held: bool, pause: timedelta = SOON) -> bool:
    """It goes on; the first time, it has begun. False where it does not."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Hold, hold.id, with_for_update=True, populate_existing=True)
        if row is None or row.ended_at is not None:
            return False
        began = held and row.held_at is None
        row.held_at = now if began else row.held_at
        row.look_at = now + pause
        row.version += 1
    if began:
        note(board, "held", hold.call, {"agent": hold.agent_id}, once=hold.id)
    return True


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
