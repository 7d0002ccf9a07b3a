"""The calls somebody made before this one: what of them still matters for where this one goes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, union
from sqlalchemy.orm import Session

from cases.case import Case
from records.call_record import CallRow
from staff.agent import Agent

MOST: Final = 20
"""A number that calls more often in the time looked back is a switchboard's, and its latest calls tell enough."""
REPEATED_WITHIN: Final = timedelta(hours=24)
CUT_OFF: Final = ("abandoned_in_queue", "failed")
"""Outcomes of calls that ended while they waited."""


@dataclass(frozen=True, kw_only=True)
class EarlierCall:
    """`agent_works_here` is about who talked last; `case_closed_at` is of the case the call was about."""

    sid: str
    from_number: str | None
    arrived_at: datetime
    queue: str | None
    place_at: datetime | None
    waiting_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    status: str | None
    outcome: str | None
    agent_id: str | None
    agent_works_here: bool | None
    case_number: str | None
    case_closed_at: datetime | None

    @property
    def was_cut_off_waiting(self) -> bool:
        waited = self.waiting_at is not None and self.place_at is not None and self.answered_at is None
        return waited and self.ended_at is not None and self.outcome in CUT_OFF


def earlier_calls(
    session: Session, *, call: str, phone: str, customer: str | None, since: datetime
) -> tuple[EarlierCall, ...]:
    """From this number, or of this customer, the latest first."""
    told = {"call": call, "phone": phone, "customer": customer, "since": since, "most": MOST}
    rows = session.execute(_of_customer_too() if customer else _of_number(), told).mappings()
    return tuple(EarlierCall(**row) for row in rows)


def is_repeated(calls: Collection[EarlierCall], open_cases: Collection[str], now: datetime) -> bool:
    """Whether they called before within a day about a case that is still open, and got as far as a queue."""
    return any(
        each.case_number in open_cases and each.waiting_at is not None and each.arrived_at > now - REPEATED_WITHIN
        for each in calls
    )


def cut_off_call(calls: Iterable[EarlierCall], *, phone: str, now: datetime, within: timedelta) -> EarlierCall | None:
    """The call from this number that was cut off lately while it waited, if nobody has taken up its place and the
    caller has reached nobody since."""
    theirs = [each for each in calls if each.from_number == phone and each.waiting_at and each.ended_at]
    last = theirs[0] if theirs else None
    if last is None or not last.was_cut_off_waiting or last.ended_at is None or last.ended_at < now - within:
        return None
    return last


def call_that_had(place_at: datetime, calls: Iterable[EarlierCall]) -> EarlierCall | None:
    """The earlier call whose place somebody has now."""
    return next((each for each in calls if each.place_at == place_at and each.was_cut_off_waiting), None)


@cache
def _of_number() -> Select[Any]:
    return _latest(CallRow.from_number == bindparam("phone"))


@cache
def _of_customer_too() -> Any:
    """Two short looks along an index each, instead of one along neither."""
    both = union(
        select(_latest(CallRow.from_number == bindparam("phone")).subquery()),
        select(_latest(CallRow.customer_id == bindparam("customer")).subquery()),
    ).subquery()
    return select(both).order_by(both.c.arrived_at.desc(), both.c.sid).limit(bindparam("most"))


def _latest(whose: Any) -> Select[Any]:
    own = [getattr(CallRow, name) for name in EarlierCall.__dataclass_fields__ if hasattr(CallRow, name)]
    return (
        select(*own, Agent.active.label("agent_works_here"), Case.closed_at.label("case_closed_at"))
        .outerjoin(Agent, Agent.id == CallRow.agent_id)
        .outerjoin(Case, Case.number == CallRow.case_number)
        .where(
            whose,
            CallRow.arrived_at >= bindparam("since"),
            CallRow.sid != bindparam("call"),
            CallRow.direction == "inbound",
        )
        .order_by(CallRow.arrived_at.desc(), CallRow.sid)
        .limit(bindparam("most"))
    )
