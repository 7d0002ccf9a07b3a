"""A transfer is looked at: what is true now decides what happens next, whoever said that something happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from escalations.board import EscalationBoard
from escalations.transfer.acting import OUT_BY, carry_out, floor_follows, legs_of
from escalations.transfer.acts import acts_for
from escalations.transfer.floor_name import transfer_named
from escalations.transfer.life import SEARCHES
from escalations.transfer.moving import moves
from escalations.transfer.places import PLACES
from escalations.transfer.seeing import see
from escalations.transfer.seen import Seen
from escalations.transfer.step import next_step
from escalations.transfer.transfer import Transfer, transfer_on_floor, transfers_to_look_at
from records.database import reading, writing
from routing.leaving import conversation_ends
from telephony.room import room_of

EVERY: Final = timedelta(seconds=1)
"""So often somebody looks whom nobody called: what no webhook told is known then."""
SELDOM: Final = timedelta(seconds=3)
"""While customer and colleague talk with each other."""
HANDED_OVER: Final = timedelta(seconds=3)
"""A worker has looked by then, or has died."""
TALKS: Final = ("merged", "agent_left")
LET_BE: Final = timedelta(minutes=1)
"""Whoever is not where they should be so long after the end is left to the usual ways of a call."""


def look_at_transfer(board: EscalationBoard, transfer_id: str) -> None:
    """The job. Raises what floor, records and network raise: it is looked at again a second later."""
    with reading(board.database) as session:
        transfer = session.get(Transfer, transfer_id)
    if transfer is None or transfer.look_at is None:
        return
    seen = see(board, transfer)
    moved = _follows(board, transfer, _agent_gave_up_waiting(board, transfer, seen))
    if moved is None:
        board.jobs.transfer(transfer_id)  # somebody else moved it meanwhile
        return
    transfer, seen = moved
    floor_follows(board, transfer, seen)
    places = PLACES[transfer.state]
    acts = acts_for(seen, legs_of(board, transfer, seen), places)
    carry_out(board, transfer, seen, acts)
    _watched(board, transfer, seen, settled=not acts and _is_back(seen, transfer))


def see_to_transfers(board: EscalationBoard) -> None:
    """Whatever nobody told us of, and every state whose time is over, is handed to whoever asks the network."""
    now = board.clock()
    with reading(board.database) as session:
        found = transfers_to_look_at(session, now)
    if not found:
        return
    with writing(board.database) as session:
        due = update(Transfer).where(Transfer.id.in_(found), Transfer.look_at.is_not(None))
        session.execute(due.values(look_at=now + HANDED_OVER))
    for transfer_id in found:
        board.jobs.transfer(transfer_id)


def colleague_is_brought(board: EscalationBoard, floor_call: str) -> None:
    """Somebody accepted: are they in the room?"""
    look_at_transfer(board, transfer_named(floor_call))


def search_stands(board: EscalationBoard, floor_call: str) -> bool:
    """Whether it belongs on a floor that is built anew."""
    with reading(board.database) as session:
        transfer = transfer_on_floor(session, floor_call)
    return transfer is not None and not transfer.over and transfer.state != "nobody_came"


def _follows(board: EscalationBoard, transfer: Transfer, seen: Seen) -> tuple[Transfer, Seen] | None:
    """Every state that follows from what was seen, one after the other."""
    while step := next_step(seen):
        moved = moves(board, transfer, seen, step)
        if moved is None:
            return None
        left = moved.state == "agent_left"
        transfer, seen = moved, replace(seen, state=moved.state, wish=None, wish_by=None, due=False, just_left=left)
    return transfer, seen


def _agent_gave_up_waiting(board: EscalationBoard, transfer: Transfer, seen: Seen) -> Seen:
    """An agent may go while a colleague is looked for: whoever comes has the customer at once."""
    if transfer.state not in SEARCHES or (seen.wish, seen.wish_by) != ("leave", "agent") or not seen.agent:
        return seen
    conversation_ends(board, transfer.call, by="agent", reservation=transfer.reservation)
    board.twilio.take_out(room_of(transfer.call), transfer.agent_leg)
    return replace(seen, agent=False)


def _is_back(seen: Seen, transfer: Transfer) -> bool:
    """Who should be in the room is there."""
    if PLACES[transfer.state].customer != "talks" or not seen.customer:
        return True
    return seen.stands(transfer.customer_leg) is not None


def _watched(board: EscalationBoard, known: Transfer, seen: Seen, *, settled: bool) -> None:
    """When it is looked at next; never again once it is over and everybody is where they belong."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Transfer, known.id, with_for_update=True, populate_existing=True)
        if row is None or row.version != known.version:
            return
        row.rings = max(row.rings, seen.rung)
        row.rang_at = row.rang_at or (now if seen.rings else None)
        again = now + (SELDOM if row.state in TALKS else EVERY)
        row.look_at = None if _is_done_with(row, now, settled=settled) else again


def _is_done_with(row: Transfer, now: datetime, *, settled: bool) -> bool:
    """Somebody may have been on their way into the room when it was over."""
    if row.ended_at is None:
        return False
    return now - row.ended_at >= (OUT_BY if settled else LET_BE)
