"""A transfer is looked at: what is true now decides what happens next, whoever said that something happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from escalations.board import EscalationBoard
from escalations.rounds import EARLY
from escalations.transfer.acting import OUT_BY, carry_out, floor_follows, legs_of
from escalations.transfer.acts import acts_for
from escalations.transfer.floor_name import transfer_named
from escalations.transfer.glancing import something_follows
from escalations.transfer.life import SEARCHES
from escalations.transfer.moving import escalation_learns, moves, they_met
from escalations.transfer.places import PLACES
from escalations.transfer.seeing import see
from escalations.transfer.seen import Seen
from escalations.transfer.step import ALL_THERE, next_step
from escalations.transfer.transfer import Transfer, transfer_on_floor, transfers_watched
from records.database import reading, writing
from routing.leaving import conversation_ends
from telephony.room import room_of

AT_ONCE: Final = timedelta(seconds=1)
"""The network is asked again whether what was done has come about."""
SOON: Final = timedelta(seconds=2)
"""Agent and colleague are there. One may have gone, and nobody told us: who is left may hear nothing."""
SELDOM: Final = timedelta(seconds=5)
"""Whoever else may have gone, the others hear music, or the room ends with them."""
HANDED_OVER: Final = timedelta(seconds=3)
"""A worker has looked by then, or has died."""
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
    acts = acts_for(seen, legs_of(board, transfer, seen), PLACES[transfer.state])
    if not acts or _is_as_known(board, transfer):
        carry_out(board, transfer, seen, acts)
        if _watched(board, transfer, seen, settled=not acts and _is_where_due(seen, transfer)) or not acts:
            return
    board.jobs.transfer(transfer_id)  # what was done, or was to be, belongs to a state that somebody else has ended


def see_to_transfers(board: EscalationBoard) -> None:
    """Each second, and without the network: what floor and row say, and what is due, is handed to whoever asks it."""
    now = board.clock()
    with reading(board.database) as session:
        watched = transfers_watched(session)
    found = [one.id for one in watched if _is_due(one, now) or something_follows(board, one)]
    if not found:
        return
    with writing(board.database) as session:
        due = update(Transfer).where(Transfer.id.in_(found), Transfer.look_at.is_not(None))
        session.execute(due.values(look_at=now + HANDED_OVER))
    board.jobs.look_in_turn("transfer", found)


def _is_due(transfer: Transfer, now: datetime) -> bool:
    return transfer.look_at is not None and transfer.look_at <= now + EARLY


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


def _is_as_known(board: EscalationBoard, transfer: Transfer) -> bool:
    """Asking the network takes its time: somebody else may have moved it, and everybody in it, meanwhile."""
    with reading(board.database) as session:
        row = session.get(Transfer, transfer.id)
    return row is not None and row.version == transfer.version


def _is_where_due(seen: Seen, transfer: Transfer) -> bool:
    """The customer is in the room, or out of it, as they should be."""
    place = PLACES[transfer.state].customer
    if place == "free" or not seen.customer:
        return True
    return (seen.stands(transfer.customer_leg) is not None) == (place == "talks")


def _watched(board: EscalationBoard, known: Transfer, seen: Seen, *, settled: bool) -> bool:
    """When it is looked at next; never again once it is over and everybody is where they belong. False where it was
    moved meanwhile: then that is for who did."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Transfer, known.id, with_for_update=True, populate_existing=True)
        if row is None or row.version != known.version:
            return False
        if they_met(row, seen, now):
            escalation_learns(session, row)
        row.rings = max(row.rings, seen.rung)
        row.rang_at = row.rang_at or (now if seen.rings else None)
        row.room = next((one.room for one in seen.room if one.room), row.room)
        row.look_at = None if _is_done_with(row, now, settled=settled) else now + _pause(row, settled=settled)
        return True


def _pause(row: Transfer, *, settled: bool) -> timedelta:
    """How long the network is not asked, while nobody tells of anything and nothing follows by floor and row."""
    if not settled or row.phone is not None:
        return AT_ONCE
    return SOON if row.state in ALL_THERE else SELDOM


def _is_done_with(row: Transfer, now: datetime, *, settled: bool) -> bool:
    """Somebody may have been on their way into the room when it was over."""
    if row.ended_at is None:
        return False
    return now - row.ended_at >= (OUT_BY if settled else LET_BE)
