"""May this callback be made now? Asked when it is due and again in the transaction that writes the intent to dial.

In this order: is it still wanted · may this number be called, and is there budget left · does the register of hardship
allow it · did they agree, where such calls need it · are they on the line with us themselves · has their window begun,
is it day there, is somebody here.
"""

from datetime import datetime
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.breaker import breaks
from callbacks.dialler.budget import used_up
from callbacks.dialler.held import HELD_AGAIN, RANG_IN, is_held
from callbacks.dialler.number_policy import number_refused
from callbacks.dialler.reached_since import was_reached_since
from callbacks.dialler.refusal import Refusal
from callbacks.dialler.verdict import (
    CLOSED,
    HARDSHIP,
    NO_CONSENT,
    NO_MOMENT,
    NOT_WANTED,
    OPTED_OUT,
    QUIET_HOURS,
    TOO_EARLY,
    Later,
    Never,
    Now,
    Verdict,
)
from callbacks.dialler.window import by_day, first_stretch
from callbacks.dialler.zones import zone_of, zones_for
from callbacks.onboarding import BOOKED, Onboarding
from cases.case import Case
from cases.hardship_gate import Contact, Purpose, stopped
from cases.opt_out import CALL, is_opted_out
from cases.promise import Promise

WITH_THE_CASE: Final = ("update",)
"""Kinds of callbacks that have nothing to be made for once their case is closed."""
UNASKED: Final = ("onboarding", "survey", "abandoned")
"""Kinds nobody is owed: they are not for those who told us so."""


def may_call(board: Board, session: Session, callback: Callback, now: datetime) -> Verdict:
    """What a dialler may do with it at this moment. What the register of hardship stops is written down."""
    if (why := _why_never(board, session, callback, now)) is not None:
        return Never(why=why)
    verdict = _when(board, session, callback, now, used_up(session, board.dialler.budgets, callback.phone, now))
    if not isinstance(verdict, Now):
        return verdict
    stop = breaks(session, board.dialler.breaker, callback.phone, now)  # asked last: whoever asks may be the trial
    return verdict if stop is None else _when(board, session, callback, now, stop)


def may_still_call(board: Board, session: Session, callback: Callback, now: datetime) -> Verdict:
    """The same of one whose intent stands already and is counted: hours may have passed since."""
    why = _why_never(board, session, callback, now)
    return Never(why=why) if why is not None else _when(board, session, callback, now, None)


def _why_never(board: Board, session: Session, callback: Callback, now: datetime) -> str | None:
    if not _is_wanted(session, callback):
        return NOT_WANTED
    if (why := number_refused(callback.phone, board)) is not None:
        return why
    if _is_stopped(session, callback, now):
        return HARDSHIP
    return _why_not_agreed_to(session, callback, now)


def _is_wanted(session: Session, callback: Callback) -> bool:
    promise = session.get(Promise, callback.promise_id)
    if callback.over or promise is None or not _is_owed(promise):
        return False
    if was_reached_since(session, callback):
        return False
    case = session.get(Case, callback.case_number)
    return callback.kind not in WITH_THE_CASE or (case is not None and case.status != "closed")


def _is_owed(promise: Promise) -> bool:
    """Too late is not too late to call: it makes good."""
    return promise.status == "open" or (promise.status == "broken" and promise.made_good_at is None)


def _is_stopped(session: Session, callback: Callback, now: datetime) -> bool:
    contact = Contact(
        purpose=cast(Purpose, callback.purpose),
        customer_id=callback.customer_id,
        phone=callback.phone,
        debt_date=callback.debt_date,
    )
    return stopped(session, contact, once=f"callback:{callback.id}", by="clock", now=now) is not None


def _why_not_agreed_to(session: Session, callback: Callback, now: datetime) -> str | None:
    """Nobody's consent is needed for a call they are owed; an onboarding is booked with it."""
    if callback.kind in UNASKED and is_opted_out(session, callback.phone, CALL):
        return OPTED_OUT
    return None if callback.kind != "onboarding" or _is_booked(session, callback, now) else NO_CONSENT


def _is_booked(session: Session, callback: Callback, now: datetime) -> bool:
    agreed = select(Onboarding.id).where(
        Onboarding.promise_id == callback.promise_id, Onboarding.state == BOOKED, Onboarding.consent_at <= now
    )
    return session.scalars(agreed.limit(1)).first() is not None


def _when(board: Board, session: Session, callback: Callback, now: datetime, refusal: Refusal | None) -> Verdict:
    if is_held(session, callback, now):
        return Later(at=now + HELD_AGAIN, why=RANG_IN)
    zone, free = zone_of(session, callback), (refusal.until if refusal is not None else None) or now
    after = max(now, free, callback.not_before)
    found = first_stretch(board, session, callback.phone, zone, callback.queue, after)
    if found is None:
        return Never(why=NO_MOMENT)
    if found.start <= now:
        return Now(until=found.end)
    why = refusal.why if refusal is not None else _what_does_not_hold(board, callback, zone, now)
    return Later(at=found.start, why=why)


def _what_does_not_hold(board: Board, callback: Callback, zone: str | None, now: datetime) -> str:
    if callback.not_before > now:
        return TOO_EARLY
    return CLOSED if by_day(board.policy, zones_for(callback.phone, zone), now) else QUIET_HOURS
