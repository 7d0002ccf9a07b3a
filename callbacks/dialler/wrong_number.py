"""Whoever picked up is not the customer: the call is still owed, and goes to another number of theirs."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback, open_callback, promise_kept_in_mind
from callbacks.callback_step import keep_step
from callbacks.calling_first import numbers_of
from callbacks.dialler.changing import CallbackStands
from callbacks.dialler.life import ends
from callbacks.dialler.outcome import put_off
from callbacks.dialler.reached_by_us import KEPT as REACHED
from callbacks.dialler.reached_by_us import NOT_THEM
from callbacks.dialler.sweep import schedule
from callbacks.dialler.telling import tell_of_a_wrong_number
from cases.case import Case
from cases.promise import Promise, make_promise
from records.audit import append as append_audit
from records.database import writing

SAID_WITHIN: Final = timedelta(days=1)
"""So long after the call it may still be said; later the record is to be corrected by hand."""
KEPT: Final = "kept"


def number_was_wrong(board: Board, callback_id: str, *, who: str, note: str) -> Callback:
    """Said by who talked with them, meanwhile or afterwards. The callback that goes on; the old one where none does.

    The wrong number stays on the customer's record until somebody corrects it: the owner and their lead are asked to.
    Raises CallbackStands where nobody was reached by it.
    """
    now = board.clock()
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        _see_that_somebody_was_reached(callback, now)
        assert callback is not None
        other = _another_number(board, session, callback)
        told = {"callback": callback.id, "note": note, "another": other is not None}
        append_audit(session, who, "callback_number_was_wrong", f"case:{callback.case_number}", told, now)
        tell_of_a_wrong_number(session, callback, another=other is not None, now=now)
        stay, case = callback.floor_call or "", callback.case_number
        going_on = _after(session, callback, other, who=who, note=note, now=now)
    board.floor.note("case_opened", call=stay, data={"case": case}, now=now, event=f"tried:{stay}")
    schedule(board, going_on)
    return going_on


def _see_that_somebody_was_reached(callback: Callback | None, now: datetime) -> None:
    if callback is None:
        raise CallbackStands("unknown")
    lately = callback.ended_at is not None and now - callback.ended_at <= SAID_WITHIN
    if callback.over and not (callback.state == KEPT and callback.why == REACHED and lately):
        raise CallbackStands("over")
    if not callback.over and callback.state != "connected":
        raise CallbackStands("nobody_reached")


def _another_number(board: Board, session: Session, callback: Callback) -> str | None:
    """Of the customer; one that is owed a call about the case anyway needs none of this."""
    case = session.get_one(Case, callback.case_number)
    for phone in numbers_of(board, session, case):
        if phone != callback.phone and open_callback(session, phone, case.number) is None:
            return phone
    return None


def _after(session: Session, callback: Callback, other: str | None, *, who: str, note: str, now: datetime) -> Callback:
    if not callback.over:
        if other is None:
            ends(session, callback, "released", why=NOT_THEM, who=who, note=note, now=now)
        else:
            callback.phone = other
            put_off(session, callback, at=now, why=NOT_THEM, now=now)
        return callback
    callback.why = NOT_THEM
    keep_step(session, callback, who=who, now=now)
    return _owed_anew(session, callback, other, now) if other is not None else callback


def _owed_anew(session: Session, callback: Callback, phone: str, now: datetime) -> Callback:
    """What counted as kept was not: it is promised once more, for the same time or for now."""
    before = session.get_one(Promise, callback.promise_id)
    promise = make_promise(
        session, case_number=before.case_number, kind=before.kind, what=before.what, due_at=max(before.due_at, now),
        by_agent=before.by_agent, now=now, calendar=before.calendar, makes_good=before.makes_good,
    )  # fmt: skip
    name = f"promise:{promise.id}"
    anew = Callback(
        id=name, call=name, kind=callback.kind, phone=phone, queue=callback.queue, language=callback.language,
        customer_id=callback.customer_id, case_number=callback.case_number, place_at=callback.place_at,
    )  # fmt: skip
    return promise_kept_in_mind(session, promise, anew)
