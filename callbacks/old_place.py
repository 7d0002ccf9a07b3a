"""Who was cut off while they waited and calls again soon has their old place: once, and never a better one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.earlier_calls import EarlierCall, call_that_had, cut_off_call, earlier_calls
from callbacks.place import Place
from cases.identification import Caller
from records.database import reading
from records.errors import RecordsUnavailable
from records.journal import events_of
from routing.caller_facts import OldPlace
from routing.errors import FloorUnavailable

LONGEST_WAIT: Final = timedelta(hours=6)
"""A call that began longer before its end is not found by when it arrived."""


def back_at_the_old_place(board: Board, place: Place, caller: Caller) -> Place:
    """The place as the earlier call had it, where there was one for the same queue; else as it is.

    A place is taken up once: the first call to ask for it has it, however many phones share the number.
    """
    within = timedelta(minutes=board.policy.drop_and_return_minutes)
    if not within or not caller.tells or caller.stranger:
        return place
    try:
        with reading(board.database) as session:
            calls = _lately(session, place, caller, within)
        earlier = cut_off_call(calls, phone=caller.caller_id.value, now=place.since, within=within)
        if earlier is None or not _same_queue(board, earlier, place) or not _takes_up(board, earlier.sid, place.call):
            return place
    except (RecordsUnavailable, FloorUnavailable):
        return place
    return replace(place, since=min(earlier.place_at or place.since, place.since))


def old_place_of(session: Session, calls: Sequence[EarlierCall], place: Place) -> OldPlace | None:
    """The place is an earlier call's: which one's, and what that one was served sooner by."""
    earlier = call_that_had(place.since, calls)
    if earlier is None:
        return None
    stood = [event.data for event in events_of(session, earlier.sid) if event.kind == "waiting"]
    sooner = [data["place_at"] - data["score"] for data in stood if "place_at" in data and "score" in data]
    return OldPlace(call=earlier.sid, boost_seconds=min(sooner, default=0) / 1000)


def is_back_elsewhere(board: Board, calls: Sequence[EarlierCall], place: Place, phone: str) -> bool:
    """Cut off in one queue and back in another: no place to have again, and still somebody who calls a second time."""
    within = timedelta(minutes=board.policy.drop_and_return_minutes)
    earlier = cut_off_call(calls, phone=phone, now=board.clock(), within=within)
    return earlier is not None and not _same_queue(board, earlier, place)


def _lately(session: Session, place: Place, caller: Caller, within: timedelta) -> tuple[EarlierCall, ...]:
    since = place.since - within - LONGEST_WAIT
    return earlier_calls(session, call=place.call, phone=caller.caller_id.value, customer=None, since=since)


def _same_queue(board: Board, earlier: EarlierCall, place: Place) -> bool:
    return earlier.queue == board.policy.queue(place.queue).name


def _takes_up(board: Board, earlier: str, call: str) -> bool:
    """The first to say so has it; asked again for the same call, it has it still."""
    return board.floor.keep_answer(earlier, "place", call, now=board.clock()) == call
