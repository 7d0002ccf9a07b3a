"""When a callback must be looked at: near moments are the floor's deadlines, to the millisecond; SQL knows them all.

A look costs the same however many callbacks wait: only those of the next seconds are read, along an index, and stand
among the deadlines. A lost deadline, a lost job, an empty Redis cost until the next sweep.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Select, select

from callbacks.board import Board
from callbacks.callback import Callback
from records.database import reading
from records.glance import Moment, at
from records.owed_call import CALLBACK
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

HORIZON: Final = timedelta(seconds=6)
"""How far ahead deadlines are set: three sweeps, so that one that fails makes nobody late."""
AT_ONCE: Final = 500
"""Callbacks a sweep takes up at most: after an outage the others come with the next ones."""
ASK_AGAIN: Final = timedelta(seconds=5)
"""How long a job that was asked for has, before it is asked for once more."""


def find_callbacks_due(board: Board) -> None:
    """The duty: whoever must be looked at within the next seconds has a deadline. Those that have one keep it."""
    now = board.clock()
    with reading(board.database) as session:
        due = session.execute(_to_look_at(now + HORIZON).order_by(Callback.look_at).limit(AT_ONCE)).all()
    board.floor.set_new_deadlines(CALLBACK, {callback_id: max(look_at or now, now) for callback_id, look_at in due})


def _to_look_at(until: Moment) -> Select[str, datetime | None]:
    return select(Callback.id, Callback.look_at).where(Callback.look_at.is_not(None), Callback.look_at <= until)


CALLBACKS_DUE: Final = _to_look_at(at(HORIZON)).exists()


def schedule(board: Board, callback: Callback) -> None:
    """Its next look, once that is committed. Where the floor is away the sweep finds it."""
    try:
        _set(board, callback.id, callback.look_at)
    except FloorUnavailable as trouble:
        log.warning("callback_not_scheduled", callback=callback.id, why=str(trouble))


def ask_for(board: Board, callback_id: str) -> None:
    """The deadline has come: a worker looks. Should it not, it is asked again."""
    board.floor.set_deadline(CALLBACK, callback_id, at=board.clock() + ASK_AGAIN)
    board.jobs.due([callback_id])


def follow(board: Board, floor_calls: Sequence[str]) -> None:
    """Something happened on the floor to callbacks in line: they are looked at soon."""
    with reading(board.database) as session:
        chosen = select(Callback.id).where(Callback.floor_call.in_(floor_calls), Callback.ended_at.is_(None))
        board.jobs.due(session.scalars(chosen.order_by(Callback.id)).all())


def _set(board: Board, callback_id: str, look_at: datetime | None) -> None:
    if look_at is not None and look_at <= board.clock() + HORIZON:
        board.floor.set_deadline(CALLBACK, callback_id, at=look_at)
    else:
        board.floor.clear_deadline(CALLBACK, callback_id)
