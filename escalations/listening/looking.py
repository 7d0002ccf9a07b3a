"""A listening is looked at: who is in the room decides whether the listener may be heard."""

from datetime import timedelta
from typing import Final

import structlog

from escalations.board import EscalationBoard
from escalations.hands import hand_is_answered
from escalations.listening.ending import why_over
from escalations.listening.floor_name import listening_named
from escalations.listening.listening import Listening, listenings_to_look_at
from escalations.listening.places import SILENT, Place, place_of
from escalations.listening.seeing import see
from escalations.listening.seen import Seen
from escalations.listening.telling import listening_began, listening_is_over
from escalations.listening.way_in import floor_follows
from escalations.rounds import EARLY
from records.database import reading, writing
from telephony.errors import NotThere
from telephony.leg import Participant
from telephony.room import room_of

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(seconds=2)
"""So often somebody looks whom nobody called."""
ON_THE_WAY: Final = timedelta(seconds=30)
"""Who was on their way into the room when it was over has come by then, and is taken out."""


def look_at_listening(board: EscalationBoard, listening_id: str) -> None:
    """The job. Raises what floor, records and network raise: it is looked at again a little later."""
    with reading(board.database) as session:
        row = session.get(Listening, listening_id)
    if row is None or row.look_at is None:
        return
    seen = see(board, row)
    row = _follows(board, row, seen)
    if row is None:
        return  # somebody changed it meanwhile, and has it looked at
    floor_follows(board, row, seen)
    stands = _stands_right(board, row, seen)
    _watched(board, row, seen, stands)


def see_to_listenings(board: EscalationBoard) -> None:
    """Whatever nobody told us of."""
    with reading(board.database) as session:
        found = listenings_to_look_at(session, board.clock() + EARLY)
    board.jobs.look_in_turn("listen", found)


def listener_is_brought(board: EscalationBoard, floor_call: str) -> None:
    """Somebody accepted: are they in the room?"""
    look_at_listening(board, listening_named(floor_call))


def way_in_stands(board: EscalationBoard, floor_call: str) -> bool:
    """Whether it belongs on a floor that is built anew."""
    with reading(board.database) as session:
        row = session.get(Listening, listening_named(floor_call))
    return row is not None and not row.over


def _follows(board: EscalationBoard, known: Listening, seen: Seen) -> Listening | None:
    """It begins when they are first seen in the room; it is over when there is nothing to listen to any more."""
    why = None if known.over else why_over(known, seen)
    begins = not known.over and why is None and known.joined_at is None and seen.listener is not None
    if why is None and not begins:
        return known
    with writing(board.database) as session:
        row = session.get(Listening, known.id, with_for_update=True, populate_existing=True)
        if row is None or row.version != known.version:
            return None
        if why is not None:
            listening_is_over(session, row, why, now=seen.now)
        elif seen.listener is not None:
            listening_began(session, row, leg=seen.listener.call, now=seen.now)
            hand_is_answered(session, row.call, by=row.listener_id, now=seen.now)
    return row


def _stands_right(board: EscalationBoard, row: Listening, seen: Seen) -> Place | None:
    """How they stand in the room from now on; None where they do not."""
    if seen.listener is None:
        return None
    if row.over:
        board.twilio.take_out(room_of(row.call), seen.listener.call)
        return None
    place = place_of(row.mode, seen)
    return place if place.is_of(seen.listener) else _changed(board, row, seen.listener, place)


def _changed(board: EscalationBoard, row: Listening, leg: Participant, place: Place) -> Place | None:
    """Whoever begins to whisper is silent again at once where the agent's leg could have moved meanwhile."""
    try:
        _placed(board, row, leg, place)
        if place.coaches and place_of(row.mode, see(board, row)) != place:
            _placed(board, row, leg, SILENT)
            return SILENT
    except NotThere:
        log.info("listener_was_elsewhere", listening=row.id)
        return None
    return place


def _placed(board: EscalationBoard, row: Listening, leg: Participant, place: Place) -> None:
    """It is said first whom they whisper to, then that they may be heard."""
    room = room_of(row.call)
    if place.coaches and leg.muted:
        board.twilio.change_participant(room, leg.call, coaches=place.coaches)
    coaches = None if place.muted else place.coaches
    board.twilio.change_participant(room, leg.call, muted=place.muted, coaches=coaches)


def _watched(board: EscalationBoard, known: Listening, seen: Seen, place: Place | None) -> None:
    """When it is looked at next; never again once it is over and they cannot come in any more."""
    with writing(board.database) as session:
        row = session.get(Listening, known.id, with_for_update=True, populate_existing=True)
        if row is None or row.version != known.version:
            return
        row.in_mode = place.mode if place is not None else None
        row.look_at = None if _is_done_with(row, seen) else seen.now + EVERY


def _is_done_with(row: Listening, seen: Seen) -> bool:
    return row.ended_at is not None and (not seen.leg or seen.now - row.ended_at >= ON_THE_WAY)
