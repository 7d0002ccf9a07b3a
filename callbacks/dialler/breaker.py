"""When hardly anybody answers any more, something is wrong, and calling stops: fraud, a block on our number, a fault.

It is found out by whoever is about to call. After a pause one single call is tried: answered, calling goes on;
otherwise the pause begins anew. Whoever calls us notices nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from callbacks.dialler.calling_stop import CallingStop, newest_stop
from callbacks.dialler.calling_told import calling_goes_on, calling_has_stopped
from callbacks.dialler.refusal import Refusal
from callbacks.dialler.rules import BreakerRules
from telephony.attempt import AttemptRow

ANSWERED: Final = ("in-progress", "completed")
NOBODY: Final = ("no-answer", "busy", "failed")
"""What becomes of a call that nobody answers. One that we took back says nothing."""
TRIAL_WITHIN: Final = timedelta(minutes=10)
"""Whoever is to be tried, and is not called by then because no agent is free, gives the trial to the next."""
LOOK_AGAIN: Final = timedelta(minutes=1)
"""How soon all others ask again while one is tried."""


def breaks(session: Session, rules: BreakerRules, phone: str, now: datetime) -> Refusal | None:
    """Why this number is not called although it might be; None where it is, be it as the trial."""
    stop = newest_stop(session)
    if stop is None or stop.ended_at is not None:
        return _begins(session, rules, stop, now) if _collapse(session, rules, stop, now) else None
    if now < stop.until:
        return _refusal(stop.until)
    stop = newest_stop(session, alone=True) or stop
    return _tried(session, rules, stop, phone, now)


def _collapse(session: Session, rules: BreakerRules, last: CallingStop | None, now: datetime) -> tuple[int, int] | None:
    """Calls and answers among the last ones, where these are enough to tell and too few. Reads no more than these."""
    since = now - rules.look_back
    if last is not None and last.ended_at is not None:
        since = max(since, last.ended_at)
    over = select(AttemptRow.status).where(
        AttemptRow.block.is_not(None),
        AttemptRow.created_at > since,
        or_(AttemptRow.status.in_((*ANSWERED, *NOBODY)), AttemptRow.state == "rejected"),
    )
    last_calls = session.scalars(over.order_by(AttemptRow.created_at.desc()).limit(rules.least_calls)).all()
    answered = sum(status in ANSWERED for status in last_calls)
    if len(last_calls) < rules.least_calls or answered >= rules.answered_below * len(last_calls):
        return None
    return len(last_calls), answered


def _begins(session: Session, rules: BreakerRules, before: CallingStop | None, now: datetime) -> Refusal | None:
    """By one of those who find it out at once; the others learn of it."""
    newest = newest_stop(session, alone=True)
    if newest is not None and newest.ended_at is None:
        return _refusal(newest.until)
    found = _collapse(session, rules, newest, now)
    if found is None:
        return None
    calls, answered = found
    stop = CallingStop(began_at=now, calls=calls, answered=answered, until=now + rules.pause, trials=0)
    session.add(stop)
    session.flush()
    calling_has_stopped(session, stop, now=now)
    return _refusal(stop.until)


def _tried(session: Session, rules: BreakerRules, stop: CallingStop, phone: str, now: datetime) -> Refusal | None:
    """The pause is over: what came of the trial, whether one is under way, or that this call is it."""
    if stop.ended_at is not None:
        return None
    if now < stop.until:
        return _refusal(stop.until)
    trial = _trial_call(session, stop)
    if trial is not None and trial.status in ANSWERED:
        stop.ended_at, stop.trial = now, None
        calling_goes_on(session, stop, now=now)
        return None
    if trial is not None and (trial.status in NOBODY or trial.state == "rejected"):
        return _pauses_again(stop, rules, trial.resolved_at or now, now)
    return _waits_for_the_trial(stop, trial, phone, now)


def _trial_call(session: Session, stop: CallingStop) -> AttemptRow | None:
    if stop.trial is None:
        return None
    to_them = select(AttemptRow).where(
        AttemptRow.destination == stop.trial, AttemptRow.block.is_not(None), AttemptRow.created_at >= stop.tried_at
    )
    return session.scalars(to_them.order_by(AttemptRow.created_at).limit(1)).first()


def _pauses_again(stop: CallingStop, rules: BreakerRules, since: datetime, now: datetime) -> Refusal:
    stop.trials += 1
    stop.until, stop.trial, stop.tried_at = max(since + rules.pause, now + LOOK_AGAIN), None, None
    return _refusal(stop.until)


def _waits_for_the_trial(stop: CallingStop, trial: AttemptRow | None, phone: str, now: datetime) -> Refusal | None:
    """One at a time. A trial that was never made, or nobody made in time, is the next one's."""
    under_way = trial is not None and trial.resolved_at is None
    chosen = trial is None and stop.tried_at is not None and now < stop.tried_at + TRIAL_WITHIN
    if under_way or (chosen and stop.trial != phone):
        return _refusal(now + LOOK_AGAIN)
    if not chosen:
        stop.trial, stop.tried_at = phone, now
    return None


def _refusal(until: datetime) -> Refusal:
    return Refusal(why="breaker", until=until)
