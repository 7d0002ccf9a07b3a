"""What should be is done: on the floor first, then at the network. Each act may be done twice without harm."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import structlog

from escalations.board import EscalationBoard
from escalations.transfer.acts import Act, Legs
from escalations.transfer.expert import expert_follows
from escalations.transfer.places import PLACES, ROOM
from escalations.transfer.searching import put_on_the_floor, search_of, takes_off
from escalations.transfer.seen import Seen
from escalations.transfer.transfer import Transfer
from records.database import writing
from routing.answering import parties_meet
from routing.leaving import caller_hangs_up, conversation_ends
from telephony.errors import NotThere
from telephony.room import room_of

log = structlog.get_logger(__name__)

OUT_BY: Final = timedelta(seconds=3)
"""Who was sent out of the room is out of it by then; else they are sent once more."""
IN_BY: Final = timedelta(seconds=12)
"""And who was sent into it is there: what they hear on the way there is a sentence or two."""


def floor_follows(board: EscalationBoard, transfer: Transfer, seen: Seen) -> None:
    """Whoever is held for the search, or goes, is told to the floor: their next work may begin."""
    if transfer.phone is not None:
        expert_follows(board, transfer)
    else:
        _search_follows(board, transfer, seen)
    if PLACES[transfer.state].agent == "out" and seen.agent:
        conversation_ends(board, transfer.call, by="agent", reservation=transfer.reservation)


def _search_follows(board: EscalationBoard, transfer: Transfer, seen: Seen) -> None:
    search = search_of(board, transfer)
    if transfer.state == "ringing" and search is None:
        put_on_the_floor(board, transfer)
    elif PLACES[transfer.state].colleague == "out":
        takes_off(board, transfer)
    elif search is not None and search.state == "accepted" and seen.stands(seen.colleague_leg) is not None:
        parties_meet(board, transfer.floor_call)


def legs_of(board: EscalationBoard, transfer: Transfer, seen: Seen) -> Legs:
    """Where the customer was last sent counts until they should be there, and are not."""
    sent, since = transfer.customer_sent, board.clock() - (transfer.customer_sent_at or transfer.asked_at)
    if seen.stands(transfer.customer_leg) is None:
        astray = sent == ROOM and since >= IN_BY
    else:
        astray = sent != ROOM and since >= OUT_BY
    sent = None if astray else sent
    return Legs(customer=transfer.customer_leg, agent=transfer.agent_leg, colleague=seen.colleague_leg, sent=sent)


def carry_out(board: EscalationBoard, transfer: Transfer, seen: Seen, acts: Iterable[Act]) -> None:
    """In their order. Who is not where the act would reach them has gone meanwhile: the next look knows."""
    room = next((one.room for one in seen.room if one.room), room_of(transfer.call))
    for act in acts:
        try:
            _do(board, transfer, room, act)
        except NotThere:
            log.info("leg_was_elsewhere", transfer=transfer.id, what=act.what, leg=act.leg)
            if act.what == "send":
                caller_hangs_up(board, transfer.call, status="completed")


def _do(board: EscalationBoard, transfer: Transfer, room: str, act: Act) -> None:
    network = board.twilio
    match act.what:
        case "mute":
            network.change_participant(room, act.leg, muted=True)
        case "ends" | "ends_not":
            network.change_participant(room, act.leg, ends_on_exit=act.what == "ends")
        case "unhold":
            network.change_participant(room, act.leg, hold=False)
        case "hold":
            network.change_participant(room, act.leg, hold=True, hold_url=_heard_on_hold(board, transfer, act.leg))
        case "take_out":
            network.take_out(room, act.leg)
        case "end_room":
            network.end_conference(room)
        case "send":
            _send(board, transfer, act)


def _heard_on_hold(board: EscalationBoard, transfer: Transfer, leg: str) -> str:
    if leg == transfer.agent_leg:
        return board.urls.transfer_agent(transfer.id)
    return board.urls.transfer_agent(transfer.id, who="colleague")


def _send(board: EscalationBoard, transfer: Transfer, act: Act) -> None:
    """Whoever writes it down first does it: nobody is interrupted twice for the same."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Transfer, transfer.id, with_for_update=True, populate_existing=True)
        if row is None or row.state != transfer.state or _is_on_the_way(row, act, transfer):
            return
        row.customer_sent, row.customer_sent_at = act.to, now
    board.twilio.move_call(act.leg, board.urls.transfer_customer(transfer.id))


def _is_on_the_way(row: Transfer, act: Act, known: Transfer) -> bool:
    """Somebody has sent them since this was looked at."""
    return row.customer_sent == act.to and row.customer_sent_at != known.customer_sent_at
