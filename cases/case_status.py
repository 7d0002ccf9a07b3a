"""Where a case stands, as its customer may be told: what happened last, who owns it, what was promised next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.promise import Promise, promises_of

Event = Literal["opened", "talked", "promised", "kept", "closed"]
LATER: Final[tuple[Event, ...]] = ("opened", "talked", "promised", "kept", "closed")
"""Of what happened at one moment, the last of these is told."""


@dataclass(frozen=True, kw_only=True)
class CaseStatus:
    """`due_at` is the next open promise of ours, past when we are late with it."""

    number: str
    last: Event
    last_at: datetime
    owner_id: str | None
    due_at: datetime | None


def status_for(session: Session, *, customer_id: str, case_number: str | None = None) -> CaseStatus | None:
    """The case of this number if it is this customer's; else their open case touched last, else their last of all."""
    case = _their_case(session, customer_id, case_number)
    if case is None:
        return None
    promises = [promise for promise in promises_of(session, case.number) if promise.party == "us"]
    last_at, last = max(_story(case, promises), key=lambda told: (told[0], LATER.index(told[1])))
    due = next((one.due_at for one in promises if one.status == "open"), None)
    return CaseStatus(number=case.number, last=last, last_at=last_at, owner_id=case.owner_id, due_at=due)


def _their_case(session: Session, customer_id: str, case_number: str | None) -> Case | None:
    named = session.get(Case, case_number) if case_number else None
    if named is not None and named.customer_id == customer_id:
        return named
    theirs = select(Case).where(Case.customer_id == customer_id)
    open_first = theirs.order_by((Case.status == "open").desc(), Case.last_touched_at.desc(), Case.number)
    return session.scalars(open_first.limit(1)).first()


def _story(case: Case, promises: Sequence[Promise]) -> Iterator[tuple[datetime, Event]]:
    yield case.opened_at, "opened"
    if case.last_touched_at > case.opened_at:
        yield case.last_touched_at, "talked"
    for promise in promises:
        yield promise.made_at, "promised"
        if promise.status == "kept" and promise.ended_at:
            yield promise.ended_at, "kept"
    if case.status == "closed" and case.closed_at:
        yield case.closed_at, "closed"
