"""How people in hardship fare beside all others: how long they wait, how often they are passed on, what is kept."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.bounce import Bounce
from cases.case import Case
from cases.hardship_cohort import Cohort, cohort_between
from cases.hardship_gate import HardshipStop
from cases.promise import Promise
from cases.stop_line import StopLineAnswer
from console.reports.wanted import Wanted
from records.call_record import CallRow

Group = Literal["hardship", "others"]
GROUPS: tuple[Group, ...] = ("hardship", "others")


class CohortShown(BaseModel):
    """Calls that came in [since, until), by whether the caller was in the register on that day."""

    model_config = ConfigDict(frozen=True)

    group: Group = Field(description="hardship, or others.")
    calls: int
    answered: int
    abandonment: float | None = Field(description="Share of those who waited for somebody and gave up; null: no data.")
    wait_seconds: float | None = Field(description="Mean over those who were answered; null: no data.")
    longest_wait_seconds: float | None
    bounces: int = Field(description="How often they talked with somebody else than the owner of their case.")
    promises_due: int = Field(description="Ours whose time came then and that were not released.")
    promises_kept: float | None = Field(description="Share of them that was kept; null: no data.")
    stopped: dict[str, int] = Field(
        description="What the register stopped: disconnect (on the stop line), dunning, collection_call."
    )


@dataclass(kw_only=True)
class _Tally:
    calls: int = 0
    waits: list[float] = field(default_factory=list)
    waited: int = 0
    gave_up: int = 0
    bounces: int = 0
    promises: Counter[bool] = field(default_factory=Counter)

    def shown(self, group: Group, stopped: dict[str, int]) -> CohortShown:
        due = self.promises.total()
        return CohortShown(
            group=group,
            calls=self.calls,
            answered=len(self.waits),
            abandonment=round(self.gave_up / self.waited, 4) if self.waited else None,
            wait_seconds=round(sum(self.waits) / len(self.waits), 1) if self.waits else None,
            longest_wait_seconds=round(max(self.waits), 1) if self.waits else None,
            bounces=self.bounces,
            promises_due=due,
            promises_kept=round(self.promises[True] / due, 4) if due else None,
            stopped=stopped,
        )


def hardship_report(session: Session, wanted: Wanted) -> list[CohortShown]:
    """Those in the register, then all others. Whom nobody knows is one of the others."""
    cohort = cohort_between(session, wanted.since, wanted.until)
    tallies = {group: _Tally() for group in GROUPS}

    def of(protected: bool) -> _Tally:
        return tallies["hardship" if protected else "others"]

    _count_calls(session, wanted, cohort, of)
    _count_bounces(session, wanted, cohort, of)
    _count_promises(session, wanted, cohort, of)
    stopped = {"hardship": _stopped(session, wanted), "others": {}}
    return [tallies[group].shown(group, stopped[group]) for group in GROUPS]


Of = Callable[[bool], _Tally]


def _count_calls(session: Session, wanted: Wanted, cohort: Cohort, of: Of) -> None:
    whom = (CallRow.customer_id, CallRow.from_number)
    when = (CallRow.arrived_at, CallRow.waiting_at, CallRow.answered_at)
    inbound = select(*whom, *when, CallRow.outcome).where(CallRow.direction == "inbound")
    chosen = inbound.where(CallRow.arrived_at >= wanted.since, CallRow.arrived_at < wanted.until)
    for row in session.execute(chosen.execution_options(yield_per=5_000)):
        tally = of(cohort.was_protected(row.customer_id, row.from_number, row.arrived_at))
        tally.calls += 1
        tally.waited += row.waiting_at is not None
        tally.gave_up += row.outcome == "abandoned_in_queue"
        if row.answered_at is not None and row.waiting_at is not None:
            tally.waits.append((row.answered_at - row.waiting_at).total_seconds())


def _count_bounces(session: Session, wanted: Wanted, cohort: Cohort, of: Of) -> None:
    chosen = select(Case.customer_id, Case.phone, Bounce.at).join(Case, Case.number == Bounce.case_number)
    for row in session.execute(chosen.where(Bounce.at >= wanted.since, Bounce.at < wanted.until)):
        of(cohort.was_protected(row.customer_id, row.phone, row.at)).bounces += 1


def _count_promises(session: Session, wanted: Wanted, cohort: Cohort, of: Of) -> None:
    """One that is open though its time has come is not kept."""
    until = min(wanted.until, wanted.now)
    chosen = select(Case.customer_id, Case.phone, Promise.due_at, Promise.status).join(
        Case, Case.number == Promise.case_number
    )
    ours = chosen.where(Promise.party == "us", Promise.status.in_(("kept", "broken", "open")))
    for row in session.execute(ours.where(Promise.due_at >= wanted.since, Promise.due_at < until)):
        of(cohort.was_protected(row.customer_id, row.phone, row.due_at)).promises[row.status == "kept"] += 1


def _stopped(session: Session, wanted: Wanted) -> dict[str, int]:
    stops = select(HardshipStop.purpose, func.count()).where(
        HardshipStop.at >= wanted.since, HardshipStop.at < wanted.until
    )
    counted = {row[0]: row[1] for row in session.execute(stops.group_by(HardshipStop.purpose))}
    cuts = select(func.count()).where(
        StopLineAnswer.at >= wanted.since, StopLineAnswer.at < wanted.until, StopLineAnswer.answer == "do_not_cut"
    )
    found = {"disconnect": session.scalar(cuts) or 0, "dunning": 0, "collection_call": 0}
    return found | counted
