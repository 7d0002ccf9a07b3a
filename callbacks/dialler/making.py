"""A callback is promised: one for each number and matter, in the books before anybody is told of it."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback, open_callback, promise_kept_in_mind
from callbacks.callback_step import keep_step
from callbacks.dialler.bringing_forward import brought_forward
from callbacks.dialler.confirming import confirm_in_writing
from callbacks.dialler.neighbours import OWED, too_many_owed
from callbacks.dialler.number_policy import number_refused, numbers_we_call
from callbacks.dialler.slots import free_between
from callbacks.dialler.supervisors import SUPERVISOR, is_a_lead, lead_of_owner
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted, Made, see_that_it_is_a_window
from callbacks.dialler.window import first_moment
from cases.case import Case
from cases.customer import Customer
from cases.dialable import dialable
from cases.opening import open_case
from cases.promise import Promise, make_promise
from hours.due import due_within
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from records.database import serialise
from records.owed_call import CALLBACK
from staff.agent import agent
from staff.stand_in import who_answers_for

log = structlog.get_logger(__name__)

LANGUAGE: Final = "tr"
A_DAY: Final = timedelta(days=1)
"""By when they are called where the calendar that would say so is gone from the centre."""


def make_callback(session: Session, board: Board, wanted: CallbackWanted) -> Made:
    """Promise the call, in the caller's transaction. What was promised to this number about this case, or, where no
    case is named, about any, stands and is the answer. Raises CallbackRefused: then nothing was written.
    """
    phone = callable_number(board, wanted.phone)
    known = session.get(Callback, wanted.once) or open_callback(session, phone, wanted.case_number)
    if known is not None:
        sooner = _window(session, board, wanted, phone)[1] if wanted.kind == "line" else None
        return Made(callback=brought_forward(session, board, known, wanted, sooner), new=False)
    if too_many_owed(session, board.dialler.budgets, phone):
        raise CallbackRefused("phone", OWED)
    _checked(session, board, wanted)
    begin, due = _window(session, board, wanted, phone)
    _is_free(session, board, wanted, begin, due)
    case = _case(session, board, wanted, phone)
    callback = _promised(session, board, wanted, case, phone, begin, due)
    _is_on_record(session, board, wanted, callback)
    return Made(callback=callback, new=True, message=confirm_in_writing(session, board, callback, wanted.tell))


def callable_number(board: Board, written: str) -> str:
    """As the network wants it. Raises CallbackRefused for a number we do not call, with its reason."""
    why, phone = number_refused(written, board), dialable(written, numbers_we_call(board))
    if phone is None:
        raise CallbackRefused("phone", why or "no_number")
    return phone


def offered_window(session: Session, board: Board, wanted: CallbackWanted) -> tuple[datetime, datetime]:
    """From when and until when they would be called, to be told before anything is promised. Raises CallbackRefused."""
    phone = callable_number(board, wanted.phone)
    _checked(session, board, wanted)
    return _window(session, board, wanted, phone)


def due_by_default(board: Board, session: Session, wanted: CallbackWanted, phone: str, zone: str | None) -> datetime:
    """So many hours in which the queue is open, from the first moment at which they may be called: nobody is promised
    a call for the night. Raises CallbackRefused where there is no such moment.
    """
    asked = wanted.asked_at or board.clock()
    first = first_moment(board, session, phone, zone, wanted.queue, asked)
    if first is None:
        raise CallbackRefused("phone", "never")
    return _within_open_hours(board, wanted, first)


def due_all_the_same(session: Session, board: Board, wanted: CallbackWanted) -> datetime:
    """By when somebody calls whom we do not dial: the same moment, or so many hours from now where there is none."""
    now = board.clock()
    first = first_moment(board, session, wanted.phone, _zone(session, wanted), wanted.queue, now)
    return _within_open_hours(board, wanted, first or now)


def _within_open_hours(board: Board, wanted: CallbackWanted, first: datetime) -> datetime:
    """So many hours of its calendar after `first`. One that is gone from the centre means a day from then."""
    calendar = wanted.calendar or board.policy.queue(wanted.queue).hours
    try:
        return due_within(board.hours, calendar, first, wanted.within) if calendar else first + wanted.within
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=calendar)
        return first + A_DAY


def _checked(session: Session, board: Board, wanted: CallbackWanted) -> None:
    """Raises CallbackRefused with the first thing that is wrong."""
    if wanted.queue not in board.policy.queues:
        raise CallbackRefused("queue", "queue")
    if wanted.customer_id is not None and session.get(Customer, wanted.customer_id) is None:
        raise CallbackRefused("customer_id", "customer")
    if wanted.agent_id is not None:
        known = agent(session, wanted.agent_id)
        if known is None or not known.active:
            raise CallbackRefused("agent_id", "agent")
        if wanted.kind == SUPERVISOR and not is_a_lead(session, known.id):
            raise CallbackRefused("agent_id", "lead")


def _window(session: Session, board: Board, wanted: CallbackWanted, phone: str) -> tuple[datetime, datetime]:
    """From when and until when they are called. Raises CallbackRefused."""
    now, zone = board.clock(), _zone(session, wanted)
    if wanted.begin is None and wanted.due is None:
        return now, due_by_default(board, session, wanted, phone, zone)
    begin = max(wanted.begin or now, now)
    due = wanted.due or max(begin, wanted.begin or now) + board.dialler.slots.every
    see_that_it_is_a_window(begin, due, chosen=wanted.begin is not None, now=now)
    first = first_moment(board, session, phone, zone, wanted.queue, begin)
    if first is None or first >= due:
        raise CallbackRefused("due", "never" if first is None else "dark")
    return begin, due


def _is_free(session: Session, board: Board, wanted: CallbackWanted, begin: datetime, due: datetime) -> None:
    """A window the customer chose needs somebody who is free then; two who want the last place are asked in turn.

    Raises CallbackRefused.
    """
    if wanted.begin is None or wanted.anyway:
        return
    serialise(session, f"callbacks:{wanted.queue}")
    if free_between(session, board, wanted.queue, begin, due, agent=wanted.agent_id) < 1:
        raise CallbackRefused("begin", "full")


def _zone(session: Session, wanted: CallbackWanted) -> str | None:
    """The customer's own time zone, where their record has one."""
    case = session.get(Case, wanted.case_number) if wanted.case_number else None
    whose = wanted.customer_id or (case.customer_id if case else None)
    customer = session.get(Customer, whose) if whose else None
    return customer.zone if customer else None


def _case(session: Session, board: Board, wanted: CallbackWanted, phone: str) -> Case:
    """The case it is about, or a new one that says why it was opened."""
    now = board.clock()
    if wanted.case_number is not None:
        known = session.get(Case, wanted.case_number, with_for_update=True)
        if known is None or known.status != "open":
            raise CallbackRefused("case_number", "case" if known is None else "closed")
        known.last_touched_at = now
        return known
    return open_case(session, call=wanted.call, customer_id=wanted.customer_id,
                     phone=wanted.calling if wanted.call else phone, now=now, new_id=board.new_id,
                     reason=wanted.reason)  # fmt: skip


def _promised(
    session: Session, board: Board, wanted: CallbackWanted, case: Case, phone: str, begin: datetime, due: datetime
) -> Callback:
    now = board.clock()
    by = _by(session, board, wanted, case, due)
    promise = make_promise(session, case_number=case.number, kind=CALLBACK, what=wanted.what, due_at=due,
                           by_agent=by, now=now, calendar=wanted.calendar)  # fmt: skip
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    callback = Callback(
        id=wanted.once,
        kind=wanted.kind,
        phone=phone,
        queue=wanted.queue,
        language=wanted.language or (customer.language if customer else None) or LANGUAGE,
        customer_id=case.customer_id,
        case_number=case.number,
        call=wanted.call or wanted.once,
        place_at=place_of(wanted, begin, now),
        not_before=begin,
        until=due if wanted.begin is not None else None,
        zone=customer.zone if customer else None,
        lines=[list(line) for line in wanted.lines] or None,
        made_by=wanted.who,
    )
    return _kept(session, board, promise, callback, who=wanted.who)


def place_of(wanted: CallbackWanted, begin: datetime, now: datetime) -> datetime:
    """Whoever chose a time joins the line at it: yesterday's wish overtakes nobody who waits by then."""
    return begin if wanted.begin is not None and begin > now else wanted.place_at or now


def _kept(session: Session, board: Board, promise: Promise, callback: Callback, *, who: str) -> Callback:
    promise_kept_in_mind(session, promise, callback)
    keep_step(session, callback, who=who, now=board.clock())
    return callback


def _by(session: Session, board: Board, wanted: CallbackWanted, case: Case, due: datetime) -> str | None:
    """Who was asked for, or else whoever has the case or answers for them on that day; of supervisors their lead."""
    if wanted.kind == SUPERVISOR and wanted.agent_id is None:
        return lead_of_owner(session, case.owner_id)
    if wanted.agent_id is not None or not wanted.owner or case.owner_id is None:
        return wanted.agent_id
    return who_answers_for(session, case.owner_id, depth=board.policy.stand_in_depth, at=due)


def _is_on_record(session: Session, board: Board, wanted: CallbackWanted, callback: Callback) -> None:
    told = {"callback": callback.id, "kind": callback.kind, "due_at": callback.due_at.isoformat(),
            "by": callback.agent_id, "queue": callback.queue}  # fmt: skip
    append_audit(session, wanted.who, "callback_promised", f"case:{callback.case_number}", told, board.clock())
