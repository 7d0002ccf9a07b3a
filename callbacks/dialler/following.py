"""A callback in line is looked at: SQL follows what the floor did, and the floor has what SQL says."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.calling_first import OVERDUE
from callbacks.dialler.in_line import put_in_line, takes_off_the_floor
from callbacks.dialler.life import ends, moves
from callbacks.dialler.permission import may_call
from callbacks.dialler.plan import is_overdue, plan_of_callback
from callbacks.dialler.promised_time import follow_the_promise
from callbacks.dialler.telling import tell_that_nobody_calls, tell_the_owner
from callbacks.dialler.verdict import Later, Never, Now
from records.database import writing
from routing.call_on_floor import CallOnFloor
from routing.lines import agent_line
from routing.moving import carry

LOOK_AGAIN: Final = timedelta(minutes=5)
"""How long whoever stands in line well is left alone: in that time somebody may close the queue by hand."""
HELD: Final = ("reserved", "accepted", "talking")
"""States of a call on the floor that an agent is held for."""
LOST: Final = "floor_lost_it"


def look_in_line(board: Board, known: Callback) -> None:
    """Raises FloorUnavailable."""
    stay, now = known.floor_call or "", board.clock()
    on_floor = board.floor.call(stay)
    if on_floor is not None and on_floor.state == "gone":
        _begins_anew(board, known, now)
        return
    if on_floor is None:
        put_in_line(board, known.id)
    off = _written_down(board, known, on_floor, now)
    if off:
        takes_off_the_floor(board, stay, off)
    elif is_overdue(known, now):
        _is_served_sooner(board, known, stay, now)


def _written_down(board: Board, known: Callback, on_floor: CallOnFloor | None, now: datetime) -> str:
    """Why it must leave the floor; empty: it stays. Whoever is held for it is not asked to let it go again."""
    with writing(board.database) as session:
        callback = session.get(Callback, known.id, with_for_update=True, populate_existing=True)
        if callback is None or callback.version != known.version:
            return ""
        follow_the_promise(board, session, callback)
        held = on_floor is not None and on_floor.state in HELD
        verdict = Now() if held else may_call(board, session, callback, now)
        if not isinstance(verdict, Now):
            return _leaves(session, callback, verdict, now)
        if on_floor is not None and callback.state == "owner_wait" and (on_floor.step > 1 or callback.due_at <= now):
            _goes_to_the_pool(board, session, callback, on_floor, now)
        callback.look_at = _next_look(callback, now, verdict.until)
        return ""


def _leaves(session: Session, callback: Callback, verdict: Later | Never, now: datetime) -> str:
    if isinstance(verdict, Later):
        moves(session, callback, "scheduled", why=verdict.why, now=now)
        callback.look_at, callback.floor_call = verdict.at, None
    else:
        ends(session, callback, "released", why=verdict.why, now=now)
        tell_that_nobody_calls(session, callback, why=verdict.why, now=now)
    return verdict.why


def _goes_to_the_pool(board: Board, session: Session, callback: Callback, on_floor: CallOnFloor, now: datetime) -> None:
    why = _why_the_pool(board, callback, on_floor, now)
    moves(session, callback, "pool", why=why, now=now)
    tell_the_owner(session, callback, why=why, now=now)


def _why_the_pool(board: Board, callback: Callback, on_floor: CallOnFloor, now: datetime) -> str:
    owner = on_floor.owner or ""
    if owner in on_floor.refused_by:
        return "owner_refused"
    if callback.due_at <= now:
        return OVERDUE
    return "owner_wait_over" if board.floor.somebody_present(agent_line(owner)) else "owner_away"


def _next_look(callback: Callback, now: datetime, until: datetime | None) -> datetime:
    """In a while; when it is overdue; when the day ends where they are, or here."""
    later = min(now + LOOK_AGAIN, until or now + LOOK_AGAIN)
    return min(later, callback.due_at) if callback.due_at > now else later


def _is_served_sooner(board: Board, known: Callback, stay: str, now: datetime) -> None:
    """Once for each stay: everybody of the queue is asked, and its place is as if it had waited longer."""
    plan = plan_of_callback(board, known, now=now)
    op = f"{stay}:{OVERDUE}"
    moved = board.floor.plan_changes(stay, plan=plan, now=now, boost_seconds=plan.boost_seconds, why=OVERDUE, op=op)
    carry(board, moved)


def _begins_anew(board: Board, known: Callback, now: datetime) -> None:
    """The floor has ended this stay and SQL has not: its next one begins at once, at the same place."""
    with writing(board.database) as session:
        callback = session.get(Callback, known.id, with_for_update=True, populate_existing=True)
        if callback is not None and callback.version == known.version:
            moves(session, callback, "scheduled", why=LOST, now=now)
            callback.look_at, callback.floor_call = now, None
