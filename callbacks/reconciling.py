"""Twilio knows the legs. What we think live and Twilio does not is over; what Twilio has and we do not is adopted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.dialler.floor_name import is_callback
from callbacks.dialler.orphans import take_off_if_nobody_is_owed
from callbacks.leg_over import leg_may_be_over
from callbacks.noting import note
from cases.caller_id import parse_caller_id
from records.call_record import CallRecord, call_record, calls_in, is_of_the_side
from records.database import reading
from routing.leaving import TAKEN, agent_leaves, caller_hangs_up
from telephony.attempt import open_attempts
from telephony.leg import Leg

log = structlog.get_logger(__name__)

SETTLED: Final = timedelta(seconds=10)
"""Twilio's lists lag behind its callbacks: what is younger than this is left alone."""


def reconcile(board: Board) -> None:
    legs = {leg.sid: leg for leg in board.twilio.live_calls()}
    with reading(board.database) as session:
        live = calls_in(session, ("ivr", "waiting", "reserved", "talking"))
        attempts = open_attempts(session)
    callers = [record for record in live if not is_callback(record.sid) and not is_of_the_side(record.sid)]
    for record in callers:
        _caller_is_still_there(board, record, legs)
    for record in live:
        if is_callback(record.sid):
            take_off_if_nobody_is_owed(board, record.sid)
    for attempt in attempts:
        if attempt.leg is not None and attempt.leg not in legs and attempt.created_at < board.clock() - SETTLED:
            leg_may_be_over(board, attempt, attempt.leg)
    for record in live:
        if record.stage in ("reserved", "talking"):
            _device_is_still_there(board, record.sid, legs)
    recorded = {record.sid for record in live if record.arrived_at}
    for leg in legs.values():
        if leg.sid not in recorded:
            _is_known(board, leg)


def _caller_is_still_there(board: Board, record: CallRecord, legs: Mapping[str, Leg]) -> None:
    if record.sid in legs or (record.arrived_at and record.arrived_at > board.clock() - SETTLED):
        return
    leg = board.twilio.call(record.sid)
    if leg is None or leg.over:
        log.warning("caller_was_gone", call=record.sid)
        caller_hangs_up(board, record.sid, status=leg.status if leg else "completed")


def _device_is_still_there(board: Board, call: str, legs: Mapping[str, Leg]) -> None:
    """The leg of an agent's browser has no attempt of ours: the floor alone knows that it is in a conversation."""
    known = board.floor.call(call)
    held = board.floor.reservation(known.reservation) if known and known.reservation else None
    if held is None or held.state not in TAKEN or not held.leg or held.leg in legs:
        return
    leg = board.twilio.call(held.leg)
    if leg is not None and leg.over:
        log.warning("agent_device_was_gone", reservation=held.id, leg=held.leg)
        agent_leaves(board, held.id, by="agent")


def _is_known(board: Board, leg: Leg) -> None:
    """A caller we have no record of: written down, so that every call has a record; the next document places them.

    Only a call to a number of ours: the account may have other numbers, answered by somebody else's application.
    """
    if leg.to not in board.our_numbers:
        return
    if leg.direction != "inbound" or leg.created_at is None or leg.created_at > board.clock() - SETTLED:
        return
    with reading(board.database) as session:
        record = call_record(session, leg.sid)
    if record is not None and record.arrived_at is not None:
        return
    caller = parse_caller_id(leg.from_)
    data = {"from": caller.value, "from_kind": caller.kind, "to": leg.to, "direction": "inbound", "adopted": True}
    note(board, "arrived", leg.sid, data, once=leg.sid)
