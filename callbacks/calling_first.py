"""A promise was broken: before the customer asks, somebody calls them. The call is promised like any other."""

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback, open_callback, promise_kept_in_mind
from callbacks.dialler.life import ends
from callbacks.dialler.number_policy import numbers_we_call
from cases.case import Case
from cases.customer import Customer
from cases.dialable import dialable
from cases.promise import End, Promise, make_promise
from cases.promise_rules import words
from hours.due import due_within
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from staff.stand_in import who_answers_for

CALLBACK: Final = "callback"
LANGUAGE: Final = "tr"


def call_first(board: Board, session: Session, broken: Promise, *, now: datetime) -> Promise | None:
    """The promise to call about it. None where nobody can be called, or it was promised often enough: a person decides.

    A call that is owed to the same number already is about this as well: no telephone rings twice.
    """
    before = _callback_of(session, broken)
    if before is not None:
        ends(session, before, "broken" if broken.status == "broken" else "released", why="too_late", now=now)
    case = session.get_one(Case, broken.case_number)
    root = session.get(Promise, broken.makes_good) if broken.makes_good else broken
    phone = before.phone if before is not None else phone_of(board, session, case)
    if root is None or phone is None or _calls_about(session, root) >= board.care.promises.most_calls:
        return None
    if open_callback(session, phone) is not None:
        return None
    return _promised(board, session, root, case, before or _new_callback(board, session, case, phone, now), now)


def phone_of(board: Board, session: Session, case: Case) -> str | None:
    """Where the customer of a case is called: the number it is about, else the first of theirs that we call."""
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    written = [case.phone or "", *(each.phone for each in customer.phones)] if customer else [case.phone or ""]
    we_call = numbers_we_call(board)
    return next((phone for each in written if each and (phone := dialable(each, we_call))), None)


def callback_for(board: Board, session: Session, promise: Promise, *, phone: str, queue: str | None = None) -> Callback:
    """How to keep a promise to call that somebody made at a desk."""
    case = session.get_one(Case, promise.case_number)
    callback = _new_callback(board, session, case, phone, promise.made_at)
    callback.id = callback.call = f"promise:{promise.id}"
    callback.queue = queue or callback.queue
    return promise_kept_in_mind(session, promise, callback)


def callback_ends_with(session: Session, promise: Promise, *, who: str, now: datetime) -> None:
    """A callback ends as its promise did."""
    callback = _callback_of(session, promise)
    if callback is not None:
        ends(session, callback, cast(End, promise.status), why="promise_ended", who=who, now=now)


def _promised(board: Board, session: Session, root: Promise, case: Case, like: Callback, now: datetime) -> Promise:
    """By the owner, if the case has one; in the order in which the customer began to wait."""
    due = _due(board, root, now)
    by = who_answers_for(session, case.owner_id, depth=board.policy.stand_in_depth, at=due) if case.owner_id else None
    said = words("call_first").spoken_in(like.language).format(what=root.what)
    promise = make_promise(session, case_number=case.number, kind=CALLBACK, what=said, due_at=due,
                           by_agent=by, now=now, calendar=root.calendar, makes_good=root.id)  # fmt: skip
    name = f"promise:{promise.id}"
    callback = Callback(id=name, phone=like.phone, queue=like.queue, language=like.language,
                        customer_id=like.customer_id, case_number=case.number, call=name,
                        place_at=like.place_at)  # fmt: skip
    promise_kept_in_mind(session, promise, callback)
    told = {"promise": promise.id, "for": root.id, "due_at": promise.due_at.isoformat()}
    append_audit(session, "clock", "call_first_promised", f"case:{case.number}", told, now)
    return promise


def _new_callback(board: Board, session: Session, case: Case, phone: str, now: datetime) -> Callback:
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    return Callback(
        phone=phone,
        queue=board.care.promises.queue or board.policy.default_queue,
        language=(customer.language if customer else None) or LANGUAGE,
        customer_id=case.customer_id,
        case_number=case.number,
        place_at=now,
    )


def _due(board: Board, root: Promise, now: datetime) -> datetime:
    rules = board.care.promises
    within = timedelta(minutes=rules.call_within_minutes)
    calendar = rules.calendar_for(CALLBACK, root.calendar)
    try:
        return due_within(board.hours, calendar, now, within) if calendar else now + within
    except CalendarUnknown:
        return now + within


def _callback_of(session: Session, promise: Promise) -> Callback | None:
    chosen = select(Callback).where(Callback.promise_id == promise.id, NOT_OVER)
    return session.scalars(chosen.with_for_update()).first()


def _calls_about(session: Session, root: Promise) -> int:
    return session.scalar(select(func.count()).where(Promise.makes_good == root.id)) or 0
