"""A listener's way in is a call on the floor: it is offered to them alone, once, and taken off when it is over."""

from datetime import datetime, timedelta
from typing import Final

from callbacks.dialler.in_line import takes_off_the_floor
from callbacks.noting import note
from escalations.board import EscalationBoard
from escalations.listening.listening import Listening
from escalations.listening.seen import Seen
from records.call_record import SIDE
from routing.answering import parties_meet
from routing.arrival import caller_waits
from routing.lines import agent_line
from routing.moving import carry
from routing.plan import Plan, Step

LISTENS: Final = "listens"
"""Why a listener's own line stands in the plan."""
AT_ONCE: Final = timedelta(seconds=2)
"""By then the floor knows that it is over."""


def floor_follows(board: EscalationBoard, row: Listening, seen: Seen) -> None:
    """The listener is held as long as they listen, and no longer. Raises FloorUnavailable."""
    if row.over:
        takes_off(board, row, seen)
    elif seen.way == "unknown" and row.joined_at is None:
        _put_on_the_floor(board, row)
    elif seen.way == "accepted" and seen.listener is not None:
        parties_meet(board, row.floor_call)


def takes_off(board: EscalationBoard, row: Listening, seen: Seen) -> None:
    """A telephone stops ringing, its record ends; who listened has nothing to write up and is free at once."""
    if seen.way != "unknown":
        takes_off_the_floor(board, row.floor_call, row.end_why or "over")
    known = board.floor.agent(row.listener_id)
    if known is None or known.state != "wrap_up" or not _came_of_it(row, known.since):
        return
    carry(board, board.floor.wrap_up_ends(row.listener_id, now=board.clock()))


def _came_of_it(row: Listening, since: datetime) -> bool:
    """Whether this wrap-up began when they were done listening."""
    began, ended = row.joined_at, row.ended_at
    return began is not None and ended is not None and began <= since <= ended + AT_ONCE


def _put_on_the_floor(board: EscalationBoard, row: Listening) -> None:
    """Once, however often it is done."""
    note(board, "arrived", row.floor_call, {"direction": SIDE}, once=row.floor_call)
    note(board, "identified", row.floor_call, {"case": row.case_number}, once=row.floor_call)
    steps = (Step(after_seconds=0.0, line=agent_line(row.listener_id), why=LISTENS),)
    caller_waits(board, row.floor_call, Plan(steps=steps, queue=SIDE, asked_once=True), place_at=row.asked_at)
