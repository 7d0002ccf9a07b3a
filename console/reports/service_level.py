"""How long callers waited and what became of them: a row for each queue, or for each queue and interval."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.promise import Promise
from console.api.fields import Moment
from console.reports.wanted import Wanted
from records.handling import Handling
from records.queue_stay import stays_between
from routing.policy import Policy
from routing.service_level import (
    FORMULAS,
    Handled,
    Owed,
    Stay,
    Switches,
    Tally,
    abandonment,
    average_handle_time,
    average_speed_of_answer,
    callback_level,
    service_levels,
    tally,
)

DIGITS: Final = 4
"""Of a share; seconds have one."""


class LevelShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str = Field(description="SL1 to SL4; SL3 is the one we go by.")
    formula: str = Field(
        description="A answered, B abandoned, t: within the target time, S: short abandons, F: led elsewhere."
    )
    level: float | None = Field(description="A share of 1; null: no data.")


class HandleTimeShown(BaseModel):
    """Means over the conversations that began then, in seconds."""

    model_config = ConfigDict(frozen=True)

    talk_seconds: float
    hold_seconds: float
    wrap_up_seconds: float
    seconds: float


class ServiceLevelShown(BaseModel):
    """Callers who entered the queue in [since, until). Those who chose to be called back are neither answered nor
    abandoned; `callbacks_due` are promises whose window ended then, with a level of their own."""

    model_config = ConfigDict(frozen=True)

    queue: str
    since: Moment
    until: Moment
    target_seconds: float
    target_level: float
    offered: int
    answered: int
    answered_in_time: int
    abandoned: int
    abandoned_in_time: int
    short_abandoned: int
    flowed_out: int
    callbacks: int
    still_waiting: int
    level: float | None = Field(description="SL3 with the switches of the request; null: no data, which is not 100 %.")
    levels: tuple[LevelShown, ...]
    asa_seconds: float | None = Field(description="Average speed of answer: how long the answered waited.")
    abandonment: float | None = Field(description="Of those answered or given up; the short are left out.")
    handle_time: HandleTimeShown | None
    callbacks_due: int
    callbacks_in_time: int
    callback_level: float | None


def service_level_report(session: Session, policy: Policy, wanted: Wanted) -> list[ServiceLevelShown]:
    """In order of time and queue. A queue in which nothing happened has a row without figures."""
    happened = _Grid(wanted)
    _read_stays(session, wanted, happened)
    _read_conversations(session, wanted, happened)
    _read_callbacks(session, wanted, happened)
    queues = [wanted.queue] if wanted.queue else sorted({*policy.queues, *happened.queues()})
    return [
        _row(happened.at(span[0], queue), queue, span, policy, wanted.switches)
        for span in happened.spans
        for queue in queues
    ]


@dataclass
class _Happened:
    """What the records have of one queue and one span."""

    stays: list[Stay] = field(default_factory=list)
    waiting: int = 0
    conversations: list[Handled] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)


class _Grid:
    """Everything where it belongs, by span and queue."""

    def __init__(self, wanted: Wanted) -> None:
        self.spans = wanted.spans()
        self.starts = [since for since, _ in self.spans]
        self.cells: defaultdict[tuple[int, str], _Happened] = defaultdict(_Happened)

    def at(self, moment: datetime, queue: str) -> _Happened:
        return self.cells[bisect_right(self.starts, moment) - 1, queue]

    def queues(self) -> set[str]:
        return {queue for _, queue in self.cells}


def _read_stays(session: Session, wanted: Wanted, happened: _Grid) -> None:
    for queue, at, ending, waited in stays_between(session, since=wanted.since, until=wanted.until, queue=wanted.queue):
        cell = happened.at(at, queue)
        if ending is None:
            cell.waiting += 1
        else:
            cell.stays.append(Stay(waited_seconds=waited, ending=ending))


def _read_conversations(session: Session, wanted: Wanted, happened: _Grid) -> None:
    """Those that began then and are over; one whose wrap-up was lost, or goes on, has none so far."""
    chosen = select(Handling.queue, Handling.answered_at, Handling.talk_seconds, Handling.wrap_up_seconds).where(
        Handling.answered_at >= wanted.since,
        Handling.answered_at < wanted.until,
        Handling.talk_seconds.is_not(None),
        Handling.queue.is_not(None) if wanted.queue is None else Handling.queue == wanted.queue,
    )
    for queue, at, talk, wrap_up in session.execute(chosen):
        handled = Handled(talk_seconds=talk or 0.0, wrap_up_seconds=wrap_up or 0.0)
        happened.at(at, queue or "").conversations.append(handled)


def _read_callbacks(session: Session, wanted: Wanted, happened: _Grid) -> None:
    """Those whose window ended then. What the customer released is owed to nobody."""
    chosen = (
        select(Callback.queue, Callback.due_at, Promise.status, Promise.ended_at)
        .join(Promise, Promise.id == Callback.promise_id)
        .where(Callback.due_at >= wanted.since, Callback.due_at < min(wanted.until, wanted.now))
        .where(Promise.status != "released")
    )
    if wanted.queue is not None:
        chosen = chosen.where(Callback.queue == wanted.queue)
    for queue, due_at, status, ended_at in session.execute(chosen):
        in_time = status == "kept" and ended_at is not None and ended_at <= due_at
        happened.at(due_at, queue).owed.append(Owed(in_time=in_time))


def _row(
    happened: _Happened, queue: str, span: tuple[datetime, datetime], policy: Policy, switches: Switches
) -> ServiceLevelShown:
    rules = policy.queue(queue)
    counted = tally(
        happened.stays, target_seconds=rules.service_level_seconds, short_seconds=policy.short_abandon_seconds
    )
    levels = service_levels(counted, switches)
    formulas = {**FORMULAS, "SL3": switches.told}
    return ServiceLevelShown(
        queue=queue,
        since=span[0],
        until=span[1],
        target_seconds=rules.service_level_seconds,
        target_level=rules.service_level_percent / 100,
        still_waiting=happened.waiting,
        level=share(levels["SL3"]),
        levels=tuple(LevelShown(name=name, formula=formulas[name], level=share(levels[name])) for name in levels),
        **_counts(counted),
        handle_time=handle_time(happened.conversations),
        callbacks_due=len(happened.owed),
        callbacks_in_time=sum(one.in_time for one in happened.owed),
        callback_level=share(callback_level(happened.owed)),
    )


def _counts(counted: Tally) -> dict[str, Any]:
    asa = average_speed_of_answer(counted)
    return {
        "offered": counted.offered,
        "answered": counted.answered,
        "answered_in_time": counted.answered_in_time,
        "abandoned": counted.abandoned,
        "abandoned_in_time": counted.abandoned_in_time,
        "short_abandoned": counted.short,
        "flowed_out": counted.flowed_out,
        "callbacks": counted.callbacks,
        "asa_seconds": None if asa is None else round(asa, 1),
        "abandonment": share(abandonment(counted)),
    }


def handle_time(conversations: Sequence[Handled]) -> HandleTimeShown | None:
    """AHT and its parts to a tenth of a second; None without a conversation."""
    mean = average_handle_time(conversations)
    if mean is None:
        return None
    names = ("talk_seconds", "hold_seconds", "wrap_up_seconds", "seconds")
    return HandleTimeShown(**{name: round(getattr(mean, name), 1) for name in names})


def share(part: float | None) -> float | None:
    """As reports show it; no data stays no data."""
    return None if part is None else round(part, DIGITS)
