"""How the calls we promised were kept: in time, late or not, how often we had to try, and how many of those we rang
picked up. docs/callbacks.md has a worked example."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from callbacks.callback import NOT_OVER, Callback
from callbacks.callback_step import CallbackStep
from callbacks.dialler.answer_rate import by_a_person
from callbacks.dialler.unheard import UNHEARD
from cases.promise import Promise
from console.api.fields import Moment
from console.reports.wanted import Wanted
from records.owed_call import CALLBACK
from telephony.attempt import AttemptRow

By = Literal["kind", "queue", "agent"]
EVERYTHING: Final = "*"
"""The row of all of them."""
NOBODY: Final = "-"
"""Promised by nobody in particular."""
NO_REASON: Final = "other"


class CallbacksKeptShown(BaseModel):
    """Callbacks that ended in [since, until); `made` and `tries` are those of the time itself. Past its promised time a
    callback goes on under a second promise: that it is late is seen by that. By kind it is what it was made as."""

    model_config = ConfigDict(frozen=True)

    group: str = Field(description="A kind, a queue or an agent's id; * is all of them, - nobody in particular.")
    since: Moment
    until: Moment
    made: int = Field(description="Promised in this time.")
    kept_in_time: int = Field(description="They talked by the moment the customer had heard.")
    broken: int = Field(description="Nobody had called by then, whatever became of it.")
    kept_late: int = Field(description="Of those that were broken: they talked after all.")
    released: int = Field(description="Ended without a call, in time or late.")
    released_by: dict[str, int] = Field(description="Why: rang_in, cancelled, not_reached and others.")
    open: int = Field(description="Owed at present, whenever they are due.")
    kept_rate: float | None = Field(
        description="kept_in_time / (kept_in_time + broken); null: none of these ended, so there is no rate."
    )
    tries: int = Field(description="Calls to customers that were made and are over.")
    answered: int = Field(description="Of these, by a person; a machine is nobody.")
    unheard: int = Field(
        description="Answered too, and heard nothing of us, by a fault of ours: called again soon, no try of theirs."
    )
    answer_rate: float | None = Field(description="answered / tries; null: nobody was called.")
    tries_per_callback: float | None = Field(
        description="Of the callbacks that were called at all: tries / how many they are; null: none was."
    )


def callbacks_kept_report(session: Session, wanted: Wanted, *, by: By = "kind") -> list[CallbacksKeptShown]:
    """All of them first, then each group by name."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for group, what, why, number in _counts(session, wanted, _column(by)):
        for each in (EVERYTHING, group or NOBODY):
            counted[each][what] += number
            if what == "released":
                reasons[each][why or NO_REASON] += number
    counted[EVERYTHING].update()
    in_order = sorted(counted, key=lambda one: (one != EVERYTHING, one))
    return [_shown(group, counted[group], reasons[group], wanted) for group in in_order]


def _column(by: By) -> InstrumentedAttribute[Any]:
    return {"kind": Callback.made_as, "queue": Callback.queue, "agent": Callback.agent_id}[by]


def _counts(
    session: Session, wanted: Wanted, group: InstrumentedAttribute[Any]
) -> Iterator[tuple[str | None, str, str | None, int]]:
    """Which group, what became of it, why, how many."""
    made = (Callback.made_at >= wanted.since, Callback.made_at < wanted.until)
    yield from _of(session, group, "made", *made)
    yield from _of(session, group, "open", NOT_OVER)
    ended = (Callback.ended_at >= wanted.since, Callback.ended_at < wanted.until)
    kept, late = Callback.state == "kept", or_(Promise.made_at > Callback.made_at, Promise.status == "broken")
    yield from _of(session, group, "kept_in_time", kept, ~late, *ended)
    yield from _of(session, group, "kept_late", kept, late, *ended)
    yield from _of(session, group, "broken", late, *ended)
    yield from _of(session, group, "released", Callback.state == "released", *ended)
    yield from _tries(session, group, wanted)
    yield from _unheard(session, group, wanted)


def _of(
    session: Session, group: InstrumentedAttribute[Any], what: str, *those: ColumnElement[bool]
) -> Iterator[tuple[str | None, str, str | None, int]]:
    columns = (group, Callback.why)
    chosen = select(*columns, func.count()).join(Promise, Promise.id == Callback.promise_id).where(*those)
    for name, why, number in session.execute(chosen.group_by(*columns)):
        yield name, what, why, number


def _tries(
    session: Session, group: InstrumentedAttribute[Any], wanted: Wanted
) -> Iterator[tuple[str | None, str, str | None, int]]:
    made = (
        AttemptRow.kind == CALLBACK,
        AttemptRow.state == "done",
        AttemptRow.created_at >= wanted.since,
        AttemptRow.created_at < wanted.until,
    )
    several = func.count(AttemptRow.subject.distinct())
    for what, number, those in (
        ("tries", func.count(), ()), ("answered", func.count(), (by_a_person(),)), ("called", several, ())
    ):  # fmt: skip
        chosen = select(group, number).join(AttemptRow, AttemptRow.subject == Callback.id).where(*made, *those)
        for name, count in session.execute(chosen.group_by(group)):
            yield name, what, None, count


def _unheard(
    session: Session, group: InstrumentedAttribute[Any], wanted: Wanted
) -> Iterator[tuple[str | None, str, str | None, int]]:
    chosen = select(group, func.count()).join(CallbackStep, CallbackStep.callback_id == Callback.id)
    those = (CallbackStep.why == UNHEARD, CallbackStep.at >= wanted.since, CallbackStep.at < wanted.until)
    for name, count in session.execute(chosen.where(*those).group_by(group)):
        yield name, "unheard", None, count


def _shown(group: str, counted: Counter[str], reasons: Counter[str], wanted: Wanted) -> CallbacksKeptShown:
    decided = counted["kept_in_time"] + counted["broken"]
    named = ("made", "kept_in_time", "kept_late", "broken", "released", "open", "tries", "answered", "unheard")
    return CallbacksKeptShown(
        group=group,
        since=wanted.since,
        until=wanted.until,
        **{what: counted[what] for what in named},
        released_by=dict(sorted(reasons.items())),
        kept_rate=_share(counted["kept_in_time"], decided),
        answer_rate=_share(counted["answered"], counted["tries"]),
        tries_per_callback=_share(counted["tries"], counted["called"]),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
