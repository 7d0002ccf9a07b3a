"""How a transfer stands is read from the floor, the room and the network; what they missed is told to the floor."""

from dataclasses import replace

from escalations.board import EscalationBoard
from escalations.transfer.expert import expert_found
from escalations.transfer.found import Found
from escalations.transfer.life import MET, SEARCHES
from escalations.transfer.searching import Search, how_it_stands, is_rung, search_of
from escalations.transfer.seen import Colleague, Seen, seen_of_row
from escalations.transfer.transfer import Transfer
from routing.answering import agent_has_come
from routing.leaving import agent_leaves
from routing.reservation import Reservation
from telephony.leg import Participant
from telephony.room import room_of

Room = tuple[Participant, ...]


def see(board: EscalationBoard, transfer: Transfer) -> Seen:
    """Raises FloorUnavailable and what the network raises: then nothing is known, and nothing is done."""
    row = seen_of_row(transfer, board.clock())
    room = board.twilio.participants(room_of(transfer.call), last=transfer.room)
    found = _found(board, transfer, room)
    return replace(
        row,
        customer=_customer_is_there(board, transfer, room),
        agent=_agent_is_there(board, transfer, room),
        colleague=found.colleague,
        colleague_id=found.agent or transfer.colleague_id,
        colleague_leg=found.leg or transfer.colleague_leg,
        rung=found.rung,
        rings=found.rings,
        met=row.met or _have_met(transfer, room),
        room=room,
    )


def _found(board: EscalationBoard, transfer: Transfer, room: Room) -> Found:
    if transfer.phone is not None:
        return expert_found(board, transfer, room)
    search = search_of(board, transfer)
    held = search.held if search is not None else None
    return Found(
        colleague=_colleague(board, transfer, search, room),
        agent=held.agent if held is not None else None,
        leg=held.leg if held is not None else None,
        rung=len(search.asked) + is_rung(search) if search is not None else 0,
        rings=is_rung(search),
    )


def _have_met(transfer: Transfer, room: Room) -> bool:
    """A customer who was led to the colleague may have gone before they came."""
    return transfer.state in MET and _stands_in(room, transfer.customer_leg)


def _stands_in(room: Room, leg: str | None) -> bool:
    return bool(leg) and any(one.call == leg for one in room)


def _lives(board: EscalationBoard, leg: str) -> bool:
    known = board.twilio.call(leg)
    return known is not None and not known.over


def _customer_is_there(board: EscalationBoard, transfer: Transfer, room: Room) -> bool:
    """What the floor says; it forgets who left an agent when it is built anew, and then the network knows."""
    known = board.floor.call(transfer.call)
    if known is not None:
        return known.state != "gone"
    return _stands_in(room, transfer.customer_leg) or _lives(board, transfer.customer_leg)


def _agent_is_there(board: EscalationBoard, transfer: Transfer, room: Room) -> bool:
    """Still in this conversation. One who is in no room is asked for at the network: its word may have been lost."""
    known = board.floor.call(transfer.call)
    if known is None:
        return _stands_in(room, transfer.agent_leg)
    if known.state != "talking" or known.reservation != transfer.reservation:
        return False
    if _stands_in(room, transfer.agent_leg) or _lives(board, transfer.agent_leg):
        return True
    agent_leaves(board, transfer.reservation, by="agent")
    return False


def _colleague(board: EscalationBoard, transfer: Transfer, search: Search | None, room: Room) -> Colleague:
    """Who accepted is there once they are in the room, and as long as their leg is with us: they may be in a menu."""
    if search is None:
        return _without_a_floor(board, transfer, room)
    if search.held is not None and _stands_in(room, search.held.leg) and agent_has_come(board, search.held):
        return "there"
    if search.accepted and search.held is not None:
        return _accepted(board, search, search.held, room)
    return how_it_stands(board, transfer, search)


def _accepted(board: EscalationBoard, search: Search, held: Reservation, room: Room) -> Colleague:
    if _stands_in(room, held.leg):
        return "there"
    if search.state == "accepted":
        return "asked"
    if _lives(board, held.leg):
        return "there"
    agent_leaves(board, held.id, by="agent")
    return "gone"


def _without_a_floor(board: EscalationBoard, transfer: Transfer, room: Room) -> Colleague:
    if transfer.state in SEARCHES:
        return "not_asked"
    leg = transfer.colleague_leg
    return "there" if leg and (_stands_in(room, leg) or _lives(board, leg)) else "gone"
