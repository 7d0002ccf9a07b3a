"""A promise was broken: before the customer asks, somebody calls them. The call is promised like any other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback, announce_callback, open_callback, promise_kept_in_mind
from callbacks.callback_step import keep_step
from callbacks.dialler.life import CLOCK, ON_THE_LINE, moves
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.dialler.window import first_moment
from callbacks.dialler.zones import zone_of
from cases.case import Case
from cases.customer import Customer
from cases.dialable import dialable
from cases.promise import Promise, make_promise
from cases.promise_rules import words
from cases.update_cadence import UPDATE
from hours.due import due_within
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from records.owed_call import CALLBACK
from staff.stand_in import who_answers_for

BREACH: Final = "breach"
"""The kind of a callback that is about a broken promise, its own or another."""
OVERDUE: Final = "overdue"
LANGUAGE: Final = "tr"


def call_first(board: Board, session: Session, broken: Promise, *, now: datetime) -> Promise | None:
    """The promise to call about it. None where nobody can be called, or it was promised often enough: a person decides.

    A call that was promised and not made is still owed: the same callback goes on, sooner in line. One that is owed to
    the same number already is about this as well: no telephone rings twice.
    """
    late = callback_of_promise(session, broken)
    case = session.get_one(Case, broken.case_number)
    root = session.get(Promise, broken.makes_good) if broken.makes_good else broken
    anew = None
    if root is not None and _calls_about(session, root) < board.care.promises.most_calls:
        anew = _for_late(board, session, root, case, late, now) if late else _for_new(board, session, root, case, now)
    if late is not None:
        _is_raised(session, late, now)
    return anew


def is_being_called(session: Session, promise: Promise) -> bool:
    """The customer's phone rings for it, or they talk: whether it is kept is about to be known."""
    callback = callback_of_promise(session, promise) if promise.kind == CALLBACK else None
    return callback is not None and callback.state in ON_THE_LINE


def phone_of(board: Board, session: Session, case: Case) -> str | None:
    """Where the customer of a case is called: the number it is about, else the first of theirs that we call."""
    return next(numbers_of(board, session, case), None)


def numbers_of(board: Board, session: Session, case: Case) -> Iterator[str]:
    """Every number of theirs that we call, the one the case is about first."""
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    written = [case.phone or "", *(each.phone for each in customer.phones)] if customer else [case.phone or ""]
    we_call = numbers_we_call(board)
    yield from dict.fromkeys(phone for each in written if each and (phone := dialable(each, we_call)))


def callback_for(board: Board, session: Session, promise: Promise, *, phone: str, queue: str | None = None) -> Callback:
    """How to keep a promise to call that somebody made at a desk."""
    case = session.get_one(Case, promise.case_number)
    callback = _new_callback(board, session, case, phone, promise.made_at)
    callback.id = callback.call = f"promise:{promise.id}"
    callback.queue = queue or callback.queue
    return promise_kept_in_mind(session, promise, callback)


def _for_late(board: Board, session: Session, root: Promise, case: Case, late: Callback, now: datetime) -> Promise:
    promise = _promised(board, session, root, case, late, now)
    late.promise_id, late.due_at, late.agent_id = promise.id, promise.due_at, promise.by_agent
    return promise


def _for_new(board: Board, session: Session, root: Promise, case: Case, now: datetime) -> Promise | None:
    phone = phone_of(board, session, case)
    if phone is None or open_callback(session, phone) is not None:
        return None
    callback = _new_callback(board, session, case, phone, now)
    promise = _promised(board, session, root, case, callback, now)
    callback.id = callback.call = f"promise:{promise.id}"
    callback.kind = UPDATE if root.kind == UPDATE else BREACH
    promise_kept_in_mind(session, promise, callback)
    return promise


def _is_raised(session: Session, late: Callback, now: datetime) -> None:
    """It stands where it stood, or is looked at now, and anybody of the queue may make it."""
    late.kind, late.not_before = BREACH, now
    late.version += 1
    if late.state not in ON_THE_LINE:
        late.look_at = now
    if not (late.state == "owner_wait" and moves(session, late, "pool", why=OVERDUE, now=now)):
        late.why = OVERDUE
        keep_step(session, late, who=CLOCK, now=now)
    session.flush()
    announce_callback(session, "callback.broken", late, now=now)


def _promised(board: Board, session: Session, root: Promise, case: Case, like: Callback, now: datetime) -> Promise:
    """By the owner, if the case has one."""
    due = _due(board, session, root, like, now)
    by = who_answers_for(session, case.owner_id, depth=board.policy.stand_in_depth, at=due) if case.owner_id else None
    said = words("call_first").spoken_in(like.language).format(what=root.what)
    promise = make_promise(session, case_number=case.number, kind=CALLBACK, what=said, due_at=due,
                           by_agent=by, now=now, calendar=root.calendar, makes_good=root.id)  # fmt: skip
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


def _due(board: Board, session: Session, root: Promise, callback: Callback, now: datetime) -> datetime:
    """So much work later, from the moment at which they may be called."""
    zone = zone_of(session, callback)
    begins = first_moment(board, session, callback.phone, zone, callback.queue, now) or now
    rules = board.care.promises
    within = timedelta(minutes=rules.call_within_minutes)
    calendar = rules.calendar_for(CALLBACK, root.calendar)
    try:
        return due_within(board.hours, calendar, begins, within) if calendar else begins + within
    except CalendarUnknown:
        return begins + within


def callback_of_promise(session: Session, promise: Promise) -> Callback | None:
    """The call that is owed by it, locked."""
    chosen = select(Callback).where(Callback.promise_id == promise.id, NOT_OVER)
    return session.scalars(chosen.with_for_update()).first()


def _calls_about(session: Session, root: Promise) -> int:
    return session.scalar(select(func.count()).where(Promise.makes_good == root.id)) or 0
