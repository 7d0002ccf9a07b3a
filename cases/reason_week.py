"""What customers come about, week by week: which reason is the most frequent, and whether it grows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import ZONE, civil_day
from cases.reason import Reason, find_reason

A_WEEK: Final = timedelta(days=7)
UNKNOWN: Final = ""
"""The reason of a case nobody gave one."""


@dataclass(frozen=True, kw_only=True)
class ReasonAlert:
    """When the most frequent reason of a week is told to the leads: from so many cases on, where it is such a share
    of all, or so much more than the weeks before."""

    least_cases: int = 5
    share_percent: float = 30
    rise_percent: float = 50
    not_for: frozenset[str] = field(default_factory=lambda: frozenset({"compliment"}))


@dataclass(frozen=True, kw_only=True)
class ReasonWeek:
    """How often cases were opened for a reason in the week that begins on `monday`.

    `before` are the same figures of the weeks before, the latest first. `why_alert` names what is to be told: share,
    rise; empty, it is nothing.
    """

    reason: str
    monday: date
    cases: int
    of: int
    before: tuple[int, ...]
    why_alert: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.cases / self.of if self.of else 0.0

    @property
    def usual(self) -> float | None:
        """What a week brought on average before; None where nothing is known of one."""
        return sum(self.before) / len(self.before) if any(self.before) else None


def monday_of(moment: datetime) -> date:
    """The week a moment is in, where our customers live."""
    day = civil_day(moment)
    return day - timedelta(days=day.weekday())


def reasons_of_week(
    session: Session, monday: date, *, weeks_before: int, known: Mapping[str, Reason], alert: ReasonAlert
) -> Sequence[ReasonWeek]:
    """The most frequent first; a reason that nobody came about in any of the weeks does not come.

    A reason that came with an import is counted with the one it means, or under its own name where it means none.
    """
    weeks = [_counted(session, monday - A_WEEK * back, known) for back in range(weeks_before + 1)]
    this, earlier = weeks[0], weeks[1:]
    there = {reason for week in weeks for reason in week}
    order = sorted(there, key=lambda reason: (-this.get(reason, 0), reason not in known, reason))
    total = sum(this.values())
    rows = [
        ReasonWeek(
            reason=reason,
            monday=monday,
            cases=this.get(reason, 0),
            of=total,
            before=tuple(week.get(reason, 0) for week in earlier),
        )
        for reason in order
    ]
    return [*_judged(rows[:1], alert), *rows[1:]]


def _judged(top: Sequence[ReasonWeek], alert: ReasonAlert) -> list[ReasonWeek]:
    """Only what comes most is worth an alarm: it is where something can be done for most people."""
    return [ReasonWeek(**{**vars(row), "why_alert": why_alert(row, alert)}) for row in top]


def why_alert(row: ReasonWeek, alert: ReasonAlert) -> tuple[str, ...]:
    if row.cases < alert.least_cases or row.reason in alert.not_for or row.reason == UNKNOWN:
        return ()
    usual = row.usual
    rises = usual is not None and row.cases >= usual * (1 + alert.rise_percent / 100)
    found = {"share": row.share * 100 >= alert.share_percent, "rise": rises}
    return tuple(name for name, is_so in found.items() if is_so)


def _counted(session: Session, monday: date, known: Mapping[str, Reason]) -> Counter[str]:
    begin = datetime.combine(monday, time(), ZONE)
    end = datetime.combine(monday + A_WEEK, time(), ZONE)
    counted = select(Case.reason, func.count()).where(Case.opened_at >= begin, Case.opened_at < end)
    found: Counter[str] = Counter()
    for reason, number in session.execute(counted.group_by(Case.reason)):
        meant = find_reason(known, reason) if reason else None
        found[meant.name if meant else reason or UNKNOWN] += number
    return found
