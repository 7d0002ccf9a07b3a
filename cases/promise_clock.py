"""The clock of a promise, computed whenever somebody looks: from when it was made, what was agreed, and the pauses.

Nothing counts up in between, so nothing can drift. Working hours count, holidays and half days do not; while we wait
for the customer nothing counts. A pause outside working hours therefore puts nothing off.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hours.calendar import Stretch
from hours.working_time import ROUND_THE_CLOCK, WorkingTime

AN_HOUR: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=3650)
"""Shares of a longer time are shares of this: a year that nobody lives to see must not break the calendar."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """The facts: counted from `since`, agreed for a moment, `stopped` meanwhile."""

    since: datetime
    agreed_for: datetime
    stopped: tuple[Stretch, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """When the owner is warned, when the promise is broken, and when it is asked for again."""

    warn_at: datetime
    due_at: datetime
    repeat_at: datetime


def milestones(course: Course, work: WorkingTime, *, warn_percent: int, repeat_percent: int) -> Milestones:
    """What was agreed stands; only pauses put it off, by as much working time as they took away."""
    counting = _counting(course, work)
    whole = _whole(course, counting)
    passed = counting.after(course.since, whole, stopped=course.stopped)
    due = max(course.agreed_for, passed) if _lost(course, counting) else course.agreed_for
    over = max(whole * (repeat_percent - 100) / 100, AN_HOUR)
    return Milestones(
        warn_at=min(counting.after(course.since, whole * warn_percent / 100, stopped=course.stopped), due),
        due_at=due,
        repeat_at=counting.after(due, over),
    )


def share_gone(course: Course, work: WorkingTime, now: datetime) -> float:
    """How much of the working time is gone: 0.75 is three quarters, more than 1 is late."""
    counting = _counting(course, work)
    gone = counting.between(course.since, now, stopped=course.stopped)
    whole = _whole(course, counting)
    return gone / whole if whole else 1.0


def _counting(course: Course, work: WorkingTime) -> WorkingTime:
    """Round the clock for what was agreed for a time when nobody works."""
    return work if work.between(course.since, course.agreed_for) else ROUND_THE_CLOCK


def _whole(course: Course, counting: WorkingTime) -> timedelta:
    return min(counting.between(course.since, course.agreed_for), LONGEST)


def _lost(course: Course, counting: WorkingTime) -> bool:
    return any(counting.between(one.start, min(one.end, course.agreed_for)) for one in course.stopped)
