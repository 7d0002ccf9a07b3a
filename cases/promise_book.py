"""The ledger as it is read: a promise's clock by the centre's rules and calendars, and the acts that move it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cases.promise import Promise
from cases.promise_clock import Course, Milestones, milestones, share_gone
from cases.promise_pause import PromisePause, begin_pause, end_pause, pauses_of
from cases.promise_rules import PromiseRules
from cases.promise_step import take_step
from hours.opening_hours import OpeningHours
from hours.working_time import WorkingTime, working_time
from records.audit import append as append_audit


@dataclass(frozen=True, kw_only=True)
class PromiseBook:
    """What it takes to read a promise's clock."""

    rules: PromiseRules
    hours: OpeningHours

    def milestones(self, promise: Promise, pauses: Sequence[PromisePause]) -> Milestones:
        """When the owner is warned, when it is broken, when it is asked for again."""
        return milestones(
            course_of(promise, pauses),
            self.work(promise),
            warn_percent=self.rules.warn_percent,
            repeat_percent=self.rules.repeat_percent,
        )

    def share_gone(self, promise: Promise, pauses: Sequence[PromisePause], now: datetime) -> float:
        """How much of its working time is gone."""
        return share_gone(course_of(promise, pauses), self.work(promise), now)

    def work(self, promise: Promise) -> WorkingTime:
        return working_time(self.hours, self.rules.calendar_for(promise.kind, promise.calendar))


def course_of(promise: Promise, pauses: Sequence[PromisePause]) -> Course:
    return Course(
        since=promise.counted_from,
        agreed_for=promise.agreed_for,
        stopped=tuple(one.stretch for one in pauses if one.stretch.end > promise.counted_from),
    )


def move_promise(
    session: Session, book: PromiseBook, promise: Promise, *, to: datetime, reason: str, who: str, now: datetime
) -> bool:
    """The customer agreed to another moment: the clock begins anew. False for one that has ended."""
    if promise.status != "open":
        return False
    if to == promise.agreed_for:
        return True
    end_pause(session, promise.id, now)
    promise.moves += 1
    take_step(
        session, promise.id, "moved", case_number=promise.case_number, round=promise.moves, at=now, who=who,
        note=reason, was_due=promise.agreed_for,
    )  # fmt: skip
    promise.agreed_for, promise.counted_from = to, now
    told = {"promise": promise.id, "due_at": to.isoformat(), "reason": reason}
    _clock_was_changed(session, book, promise, "promise_moved", told, who, now)
    return True


def pause_promise(
    session: Session, book: PromiseBook, promise: Promise, *, reason: str, until: datetime, who: str, now: datetime
) -> bool:
    """It is the customer's turn: nothing counts until they answered. False for one that has ended or stands still."""
    if promise.status != "open" or not begin_pause(session, promise, reason=reason, by=who, until=until, now=now):
        return False
    told = {"promise": promise.id, "reason": reason, "until": until.isoformat()}
    _clock_was_changed(session, book, promise, "promise_paused", told, who, now)
    return True


def resume_promise(session: Session, book: PromiseBook, promise: Promise, *, who: str, now: datetime) -> bool:
    """It is our turn again. False where the clock was running."""
    if promise.status != "open" or not end_pause(session, promise.id, now):
        return False
    _clock_was_changed(session, book, promise, "promise_resumed", {"promise": promise.id}, who, now)
    return True


def longest_pause(rules: PromiseRules, now: datetime) -> datetime:
    return now + timedelta(days=rules.longest_pause_days)


def _clock_was_changed(
    session: Session, book: PromiseBook, promise: Promise, what: str, told: dict[str, object], who: str, now: datetime
) -> None:
    promise.due_at = book.milestones(promise, pauses_of(session, [promise.id])[promise.id]).due_at
    promise.look_at = now
    append_audit(session, who, what, f"case:{promise.case_number}", told, now)
    session.flush()
