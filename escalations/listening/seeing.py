"""How a listening stands is read from the floor, the room and the rows."""

from escalations.board import EscalationBoard
from escalations.listening.listening import Listening
from escalations.listening.seen import Seen, Way
from escalations.transfer.transfer import open_transfer
from records.database import reading
from routing.answering import agent_has_come
from routing.call_on_floor import CallOnFloor
from routing.reservation import Reservation
from telephony.leg import Participant
from telephony.room import room_of

Room = tuple[Participant, ...]


def see(board: EscalationBoard, row: Listening) -> Seen:
    """Raises FloorUnavailable and what the network raises: then nothing is known, and nothing is done."""
    room = board.twilio.participants(room_of(row.call))
    known = board.floor.call(row.floor_call)
    held = board.floor.reservation(known.reservation) if known is not None and known.reservation else None
    leg = held.leg or row.leg if held is not None else row.leg
    listener = _stands(room, leg)
    if listener is not None and held is not None and agent_has_come(board, held):
        known = board.floor.call(row.floor_call)
    return Seen(
        now=board.clock(),
        talks=_agent_talks(board, row, room),
        way=_way(row, known),
        moved=_is_moved(board, row),
        leg=leg,
        leg_lives=listener is not None or row.joined_at is None or _lives(board, leg),
        agent=_stands(room, row.coached_leg),
        listener=listener,
    )


def _agent_talks(board: EscalationBoard, row: Listening, room: Room) -> bool:
    """What the floor says; it is built anew once in a while, and then the room knows."""
    known = board.floor.call(row.call)
    if known is None:
        return _stands(room, row.coached_leg) is not None
    held = _held(board, known)
    return known.state == "talking" and held is not None and held.leg == row.coached_leg


def _held(board: EscalationBoard, known: CallOnFloor) -> Reservation | None:
    return board.floor.reservation(known.reservation) if known.reservation else None


def _way(row: Listening, known: CallOnFloor | None) -> Way:
    if known is None:
        return "unknown"
    if known.state in ("gone", "over"):
        return "gone"
    if known.state in ("accepted", "talking"):
        return "accepted"
    return "declined" if row.listener_id in known.refused_by else "asked"


def _is_moved(board: EscalationBoard, row: Listening) -> bool:
    with reading(board.database) as session:
        return open_transfer(session, row.call) is not None


def _stands(room: Room, leg: str | None) -> Participant | None:
    return next((one for one in room if leg and one.call == leg), None)


def _lives(board: EscalationBoard, leg: str | None) -> bool:
    known = board.twilio.call(leg) if leg else None
    return known is not None and not known.over
