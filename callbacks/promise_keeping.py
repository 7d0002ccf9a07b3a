"""The duty that watches over promises: who owes one is warned, and when one is broken the customer is called first.

Each act is taken once, however often it is looked at and by however many clocks: its step is written in the same
transaction, and whoever finds it written does nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.calling_first import call_first, is_being_called
from callbacks.promise_notices import tell_of_promise
from cases.case import Case
from cases.payment_plan import is_of_a_plan
from cases.promise import REFRAINING, WITH_THE_CASE, End, Promise, end_promise, promises_to_look_at
from cases.promise_book import PromiseBook
from cases.promise_look import Act, look_at
from cases.promise_pause import PromisePause, pauses_of
from cases.promise_step import steps_of, take_step
from records.audit import append as append_audit
from records.database import reading, writing

BEING_CALLED_AGAIN: Final = timedelta(seconds=15)
"""While the customer's phone rings for a promised call, or they talk: whether it was kept is known soon."""
AT_ONCE: Final = 50
"""Promises in one transaction: it holds up nobody else's writing for long."""
ROUNDS: Final = 20
CLOCK: Final = "clock"
CLOSED: Final = "the case was closed"
BROKEN: Final = "broken"
NOT_MADE_GOOD: Final = "not_made_good"
"""Why a promise may become an escalation."""


def book_of(board: Board) -> PromiseBook:
    return PromiseBook(rules=board.care.promises, hours=board.hours)


def keep_promises(board: Board) -> None:
    """Look at every promise whose time to be looked at has come, those that waited longest first."""
    for _ in range(ROUNDS):
        with reading(board.database) as session:
            due = [promise.id for promise in promises_to_look_at(session, board.clock(), limit=AT_ONCE)]
        if due:
            with writing(board.database) as session:
                for promise_id in due:
                    look_after(board, session, promise_id, board.clock())
        if len(due) < AT_ONCE:
            return


def look_after(board: Board, session: Session, promise_id: int, now: datetime) -> None:
    """One look at one promise, and what it asks for. Nobody else changes it meanwhile."""
    promise = session.get(Promise, promise_id, with_for_update=True, populate_existing=True)
    if promise is None or promise.look_at is None or promise.look_at > now or _ended_with_its_case(session, promise):
        return
    if is_being_called(session, promise):
        promise.look_at = now + BEING_CALLED_AGAIN
        return
    if is_of_a_plan(session, promise):
        promise.look_at = None  # the plan has a patience of its own
        return
    pauses = pauses_of(session, [promise.id])[promise.id]
    clock = book_of(board).milestones(promise, pauses)
    promise.due_at = clock.due_at if promise.status == "open" else promise.due_at
    taken = {one.step for one in steps_of(session, promise.id) if one.round == promise.moves}
    look = look_at(promise, clock, taken, grace_days=board.care.promises.customer_grace_days, now=now)
    promise.look_at = _no_later_than_a_pause_ends(look.again_at, pauses, now)
    if look.act is not None:
        _act(board, session, promise, look.act, now)
    session.flush()


def _act(board: Board, session: Session, promise: Promise, act: Act, now: datetime) -> None:
    if act == "broken":
        _break(board, session, promise, now)
    elif take_step(session, promise.id, act, case_number=promise.case_number, round=promise.moves, at=now, who=CLOCK):
        if act == "repeated" and board.care.promises.calls_first(promise.kind):
            promise.escalation_candidate = NOT_MADE_GOOD
        told = {"promise": promise.id, "kind": promise.kind}
        append_audit(session, CLOCK, f"promise_{act}", f"case:{promise.case_number}", told, now)
        tell_of_promise(session, promise, act, now=now)


def _break(board: Board, session: Session, promise: Promise, now: datetime) -> None:
    how: End = "kept" if promise.kind in REFRAINING else "broken"
    if end_promise(session, promise.id, how, now, who=CLOCK) and how == "broken":
        promise_was_broken(board, session, promise, why=BROKEN, now=now)


def promise_was_broken(board: Board, session: Session, promise: Promise, *, why: str, now: datetime) -> None:
    """The customer hears it from us first, it may become an escalation, and the owner and their lead learn of it."""
    if promise.party == "us" and board.care.promises.calls_first(promise.kind):
        promise.escalation_candidate = why
        call_first(board, session, promise, now=now)
    tell_of_promise(session, promise, "broken", now=now)


def _ended_with_its_case(session: Session, promise: Promise) -> bool:
    """What comes next, and answers, have nothing to be kept for once the case is closed."""
    case = session.get(Case, promise.case_number)
    if promise.kind not in WITH_THE_CASE or promise.status != "open" or case is None or case.status != "closed":
        return False
    end_promise(session, promise.id, "kept", case.closed_at or promise.due_at, who=CLOCK, note=CLOSED)
    return True


def _no_later_than_a_pause_ends(
    again_at: datetime | None, pauses: Sequence[PromisePause], now: datetime
) -> datetime | None:
    ends = [one.stretch.end for one in pauses if one.stretch.end > now]
    return min([again_at, *ends]) if again_at is not None else None
