"""Nobody who leads is free now: one of them calls, by a moment that can be said aloud together with their name.

The call is owed like any other and kept by the same machinery. What was owed to this number about this case becomes it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.callback import Callback, callback_on_floor, open_callback
from callbacks.calling_first import phone_of
from callbacks.dialler.changing import stands_anew
from callbacks.dialler.life import ends
from callbacks.dialler.making import callable_number, make_callback, offered_window
from callbacks.dialler.reached_by_us import KEPT
from callbacks.dialler.supervisors import SUPERVISOR, is_a_lead, lead_of_owner
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from callbacks.promise_keeping import book_of
from cases.case import Case
from cases.promise import Promise
from cases.promise_book import move_promise
from escalations.board import EscalationBoard
from escalations.in_words import said
from escalations.rota import on_duty
from escalations.transfer.transfer import Transfer
from records.call_record import call_record, is_stay_of_callback
from staff.agent import names_of

log = structlog.get_logger(__name__)

WHO: Final = "escalation"
RAISED: Final = "lead_calls"
"""Why a callback that was owed already is a lead's now."""
REQUEST: Final = "request"
SHORTEST: Final = timedelta(minutes=30)
"""How long the window is of one who said when they can: nobody rings to the second."""
E164: Final = "e164"
LEAD_STEP: Final = 2
"""Of the ladder: who leads is asked on it."""


@dataclass(frozen=True, kw_only=True)
class LeadCall:
    """`once` names it: asked for again under it, it is the same. `call` is the conversation it was asked for in,
    `agent_id` with whom; `phone` is known from it, where none is named. `reason` is what the customer wants."""

    once: str
    call: str | None = None
    case_number: str | None = None
    customer_id: str | None = None
    agent_id: str | None = None
    language: str | None = None
    phone: str | None = None
    reason: str | None = None
    queue: str | None = None


def lead_call_of(transfer: Transfer, *, reason: str | None = None) -> LeadCall:
    """The call that is owed instead of a colleague who did not come."""
    return LeadCall(
        once=f"lead:{transfer.escalation_id or transfer.id}",
        call=transfer.call,
        case_number=transfer.case_number,
        customer_id=transfer.customer_id,
        agent_id=transfer.agent_id,
        language=transfer.language,
        reason=reason,
    )


def promise_lead_call(
    board: EscalationBoard, session: Session, wanted: LeadCall, *, by: str | None, at: datetime | None
) -> Callback:
    """In the caller's transaction: `by` calls from `at` on; without it within so many hours in which we are there.

    Without `by` the lead of whoever talked with them or owns the case calls. Who leads nobody calls as who they are.
    Raises CallbackRefused where no number is known or it may not be called; then nothing was promised.
    """
    phone = callable_number(board, wanted.phone or phone_of_call(board, session, wanted))
    who = by or who_leads(board, session, wanted)
    asked = _wanted(board, session, wanted, phone, who, at)
    known = open_callback(session, phone, wanted.case_number) if wanted.case_number else None
    if known is not None and known.state == "connected":
        ends(session, known, "kept", why=KEPT, who=who or WHO, now=board.clock())  # it is this very conversation
        known = None
    if known is None or known.id == asked.once or known.state == "customer_ringing":
        return make_callback(session, board, asked).callback
    return _raised(board, session, known, asked)


def lead_call_offered(
    board: EscalationBoard, session: Session, wanted: LeadCall, *, by: str | None, at: datetime | None
) -> tuple[str | None, datetime]:
    """Whose name, if one can be named, and by when: what would be promised now. Raises CallbackRefused."""
    phone = callable_number(board, wanted.phone or phone_of_call(board, session, wanted))
    who = by or who_leads(board, session, wanted)
    due = offered_window(session, board, _wanted(board, session, wanted, phone, who, at))[1]
    return (names_of(session, [who]).get(who) if who else None), due


def who_calls(session: Session, callback: Callback) -> str | None:
    """The name to be said aloud; None where any lead may call."""
    return names_of(session, [callback.agent_id]).get(callback.agent_id) if callback.agent_id else None


def phone_of_call(board: EscalationBoard, session: Session, wanted: LeadCall) -> str:
    """The number we are talking with, else one of the case's; empty where none is known."""
    if wanted.call and is_stay_of_callback(wanted.call):
        callback = callback_on_floor(session, wanted.call)
        if callback is not None:
            return callback.phone
    record = call_record(session, wanted.call) if wanted.call else None
    if record is not None and record.from_kind == E164 and record.from_number:
        return record.from_number
    case = session.get(Case, wanted.case_number) if wanted.case_number else None
    return (phone_of(board, session, case) if case is not None else None) or ""


def who_leads(board: EscalationBoard, session: Session, wanted: LeadCall) -> str | None:
    """The lead of whoever talked with them or owns the case, else the first on duty."""
    case = session.get(Case, wanted.case_number) if wanted.case_number else None
    theirs = lead_of_owner(session, wanted.agent_id) or (lead_of_owner(session, case.owner_id) if case else None)
    if theirs is not None:
        return theirs
    there = (one.agent_id for one in on_duty(board, session, board.clock(), level=LEAD_STEP))
    return next((one for one in there if is_a_lead(session, one)), None)


def _wanted(
    board: EscalationBoard, session: Session, wanted: LeadCall, phone: str, who: str | None, at: datetime | None
) -> CallbackWanted:
    """At the time they named where they may be called then; else by the usual one."""
    usual = CallbackWanted(
        once=wanted.once,
        kind=SUPERVISOR if who is None or is_a_lead(session, who) else REQUEST,
        phone=phone,
        queue=_queue(board, wanted),
        what=_what(session, wanted, who),
        who=WHO,
        case_number=_open_case(session, wanted),
        customer_id=wanted.customer_id,
        language=wanted.language,
        agent_id=who,
        within=timedelta(hours=board.escalations.transfer.called_within_hours),
        asked_at=board.clock(),
        call=wanted.call,
        calling=phone,
        reason="escalation",
    )
    return usual if at is None else _at_their_time(board, session, usual, at)


def _at_their_time(board: EscalationBoard, session: Session, usual: CallbackWanted, at: datetime) -> CallbackWanted:
    begin = max(at, board.clock())
    theirs = replace(usual, begin=begin, due=begin + SHORTEST, anyway=True)
    try:
        offered_window(session, board, theirs)
    except CallbackRefused as refused:
        log.warning("lead_calls_at_another_time", call=usual.call, why=str(refused))
        return usual
    return theirs


def _queue(board: EscalationBoard, wanted: LeadCall) -> str:
    names = (board.escalations.queue, wanted.queue or "", *board.policy.queues)
    return next(name for name in names if name in board.policy.queues)


def _open_case(session: Session, wanted: LeadCall) -> str | None:
    case = session.get(Case, wanted.case_number) if wanted.case_number else None
    return case.number if case is not None and case.status == "open" else None


def _what(session: Session, wanted: LeadCall, who: str | None) -> str:
    name = names_of(session, [who]).get(who) if who else None
    words = said("calls", "lead_named" if name else "lead_unnamed", name=name or "")
    return words.spoken_in(wanted.language or "tr")


def _raised(board: EscalationBoard, session: Session, known: Callback, asked: CallbackWanted) -> Callback:
    """A lead makes it now, and sooner where that is sooner; out of the line it stood in, as the clock sees."""
    now, (begin, due) = board.clock(), offered_window(session, board, asked)
    known.kind, known.queue = asked.kind, asked.queue
    known.agent_id = asked.agent_id or known.agent_id
    promise = session.get(Promise, known.promise_id, with_for_update=True)
    if promise is not None and promise.status == "open":
        promise.by_agent = known.agent_id
        if due != known.due_at and (due < known.due_at or asked.begin is not None):
            move_promise(session, book_of(board), promise, to=due, reason=RAISED, who=WHO, now=now)
            known.due_at = promise.due_at
    known.not_before, known.until = begin, due if asked.begin is not None else None
    known.lines = None
    stands_anew(session, known, look_at=begin, why=RAISED, who=WHO, now=now)
    return known
