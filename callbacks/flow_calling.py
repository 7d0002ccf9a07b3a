"""Somebody is called to hear a flow: once for each attempt, by day, never again while its outcome is not known.

The clock looks at what is due and at what came of each attempt; a job of the worker does the calling.
"""

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.refusal import Refusal
from callbacks.dialler.unheard import heard_us
from callbacks.dialler.whom import refused
from callbacks.dialler.window import first_moment
from callbacks.flow_call import KIND, FlowCall, flow_calls_in, is_over
from callbacks.placing import Order, held_until, placed
from cases.customer import Customer
from cases.hardship_gate import Contact, Purpose, stopped
from cases.opt_out import CALL, is_opted_out
from records.database import reading, writing
from telephony.attempt import Attempt, attempt_for, begin, open_attempt_for, withdrawn
from telephony.errors import AttemptOpen

AT_ONCE: Final = 20
MOST_TRIES: Final = 2
AGAIN: Final = timedelta(hours=2)
"""After nobody answered."""
LOOK_AGAIN: Final = timedelta(minutes=1)
"""While their phone rings for something else."""
RING_SECONDS: Final = 25
LONGEST_SECONDS: Final = 900


def see_to_flow_calls(board: Board) -> None:
    """What came of the attempts, and who is to be called now."""
    now = board.clock()
    with reading(board.database) as session:
        due = [row.id for row in flow_calls_in(session, "due", until=now, limit=AT_ONCE)]
        calling = flow_calls_in(session, "calling", until=now, limit=AT_ONCE)
    for flow_call in (*due, *(_waiting(board, now) if calling else ())):
        board.jobs.call(flow_call)


def _waiting(board: Board, now: datetime) -> list[str]:
    """What came of those that were called; who is not called yet."""
    with writing(board.database) as session:
        calling = flow_calls_in(session, "calling", until=now, limit=AT_ONCE)
        for row in calling:
            _settle(session, row, board)
        return [row.id for row in calling if row.state == "calling" and _waits(attempt_for(session, row.id), board)]


def call(board: Board, flow_call: str) -> None:
    """The job: begin an attempt or take up the one that waits, and call once."""
    attempt = _attempt(board, flow_call)
    if attempt is None or not _waits(attempt, board) or held_until(board, attempt) is not None:
        return
    if _still_may(board, flow_call, attempt):
        placed(board, attempt, _order(board, flow_call, attempt))


def _attempt(board: Board, flow_call: str) -> Attempt | None:
    try:
        with writing(board.database) as session:
            row = session.get(FlowCall, flow_call, with_for_update=True)
            if row is None or row.state == "over":
                return None
            return open_attempt_for(session, row.id) if row.state == "calling" else _begun(board, session, row)
    except AttemptOpen:
        with writing(board.database) as session:
            session.get_one(FlowCall, flow_call).not_before = board.clock() + LOOK_AGAIN
        return None


def _begun(board: Board, session: Session, row: FlowCall) -> Attempt | None:
    """Windows, the register of hardship and whom we call are looked at in the transaction that writes it down."""
    now = board.clock()
    if row.expires_at <= now:
        is_over(row, "too_late", now)
        return None
    begins = _first_moment(board, session, row, now)
    if begins > now:
        row.not_before = begins
        return None
    if (why := _why_never(board, session, row, now)) is not None:
        is_over(row, why, now)
        return None
    if (refusal := refused(board, session, row.phone, now)) is not None:
        _is_refused(row, refusal, now)
        return None
    row.state, row.tries = "calling", row.tries + 1
    return begin(session, token=board.new_id(), kind=KIND, subject=row.id, destination=row.phone, now=now)


def _first_moment(board: Board, session: Session, row: FlowCall, now: datetime) -> datetime:
    """When they may be rung for it; where they never may, it expires. How it was is asked while somebody is here."""
    customer = session.get(Customer, row.customer_id) if row.customer_id else None
    zone = customer.zone if customer is not None else None
    queue = board.policy.default_queue if row.flow == board.policy.survey_flow else None
    return first_moment(board, session, row.phone, zone, queue, max(now, row.not_before)) or row.expires_at


def _is_refused(row: FlowCall, refusal: Refusal, now: datetime) -> None:
    """It waits until it may be made, or is over where that will never be."""
    if refusal.until is None:
        is_over(row, "not_called", now)
    else:
        row.not_before = refusal.until


def _why_never(board: Board, session: Session, row: FlowCall, now: datetime) -> str | None:
    if _is_stopped(session, row, now):
        return "stopped"
    asks_how_it_was = row.flow == board.policy.survey_flow
    return "opted_out" if asks_how_it_was and is_opted_out(session, row.phone, CALL) else None


def _is_stopped(session: Session, row: FlowCall, now: datetime) -> bool:
    """Somebody may have come into the register since the call was ordered."""
    contact = Contact(
        purpose=cast(Purpose, row.purpose), customer_id=row.customer_id, phone=row.phone, debt_date=row.debt_date
    )
    return stopped(session, contact, once=f"flow_call:{row.id}", by="clock", now=now) is not None


def _waits(attempt: Attempt | None, board: Board) -> bool:
    """An attempt whose request has not left, and whose moment has come."""
    if attempt is None or attempt.state != "intent" or attempt.posted_at is not None:
        return False
    return attempt.not_before is None or attempt.not_before <= board.clock()


def _still_may(board: Board, flow_call: str, attempt: Attempt) -> bool:
    """Hours may have passed since the intent was written down. It waits for its time anew where this is not it."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get_one(FlowCall, flow_call, with_for_update=True, populate_existing=True)
        begins, why = _first_moment(board, session, row, now), _why_never(board, session, row, now)
        if begins <= now < row.expires_at and why is None:
            return True
        if withdrawn(session, attempt.token, now=now):
            row.state, row.tries, row.not_before = "due", row.tries - 1, max(begins, now)
    return False


def _order(board: Board, flow_call: str, attempt: Attempt) -> Order:
    with reading(board.database) as session:
        language = session.get_one(FlowCall, flow_call).language
    return Order(
        url=board.urls.flow_call(flow_call, attempt.token),
        fallback=board.urls.flow_call_fallback(flow_call, attempt.token, **({"l": language} if language else {})),
        status_callback=board.urls.flow_call_status(flow_call, attempt.token),
        ring_seconds=RING_SECONDS,
        longest_seconds=LONGEST_SECONDS,
        detect_machine=True,
    )


def _settle(session: Session, row: FlowCall, board: Board) -> None:
    """An attempt that is over tells; one that was never made is as good as none."""
    attempt, now = attempt_for(session, row.id), board.clock()
    if attempt is None or attempt.open:
        return
    if attempt.state == "done" and attempt.status == "completed":
        _is_reached(session, row, board, attempt)
    elif attempt.state == "rejected":
        is_over(row, "refused", now)
    elif row.tries >= MOST_TRIES:
        is_over(row, "not_reached", now)
    else:
        row.state, row.not_before = "due", now + AGAIN


def _is_reached(session: Session, row: FlowCall, board: Board, attempt: Attempt) -> None:
    """Who answered and heard nothing of us, by a fault of ours, was not tried: they are called again soon."""
    now = board.clock()
    if heard_us(session, attempt):
        is_over(row, "reached", now)
    else:
        row.state, row.tries, row.not_before = "due", row.tries - 1, now + board.dialler.leg.unheard
