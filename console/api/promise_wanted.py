"""A promise somebody wants to make: by a moment, within so many working hours, or still today."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import open_callback
from callbacks.calling_first import callback_for, phone_of
from callbacks.dialler.number_policy import numbers_we_call
from cases.case import Case
from cases.dialable import dialable
from cases.promise import Promise, make_promise
from cases.same_day import same_day
from console.api.fields import Moment, Words
from console.api.problem import Problem, wrong
from console.wording import told as in_words
from hours.due import due_within
from records.audit import append as append_audit
from records.owed_call import CALLBACK
from staff.agent import agent

LONGEST: Final = timedelta(days=730)


class PromiseWanted(BaseModel):
    """One of `due_at`, `within_hours` and `same_day` says by when. Without `by_agent` the case's owner promises."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[Words, StringConstraints(min_length=1, max_length=40)] = Field(
        description="callback, visit, delivery, update, payment, decision, or another kind of the centre's."
    )
    what: Annotated[Words, StringConstraints(min_length=1, max_length=1000)] = Field(description="In people's words.")
    due_at: Moment | None = None
    within_hours: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        None, description="Hours of work: closed hours and holidays do not count."
    )
    same_day: bool = Field(False, description="Before we close today.")
    by_agent: Annotated[Words, StringConstraints(max_length=64)] | None = None
    party: Literal["us", "customer"] = Field("us", description="Who owes it.")
    calendar: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="Whose working hours count, where not the usual ones."
    )
    phone: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="Of a callback: where, if not at the number the case is about."
    )
    queue: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="Of a callback: who calls, where nobody owns the case."
    )


def make_wanted(board: Board, session: Session, case: Case, wanted: PromiseWanted, *, who: str) -> Promise:
    """Check all of it, then write it down. Raises Problem with the first thing that is wrong."""
    if case.status != "open":
        sentence = f"Case {case.number} is closed: open it again to promise something about it."
        raise Problem(409, sentence, told=in_words("case_closed", {}))
    now = board.clock()
    due, owner = _checked(board, session, case, wanted, now)
    phone = _phone(board, session, case, wanted) if wanted.kind == CALLBACK and wanted.party == "us" else None
    promise = make_promise(session, case_number=case.number, kind=wanted.kind, what=wanted.what, due_at=due,
                           by_agent=owner, now=now, party=wanted.party, calendar=wanted.calendar)  # fmt: skip
    if phone is not None and _owes_no_other(session, phone, promise):
        callback_for(board, session, promise, phone=phone, queue=wanted.queue)
    if promise.made_at == now:
        told = {"promise": promise.id, "kind": promise.kind, "what": promise.what, "due_at": due.isoformat(),
                "by": owner, "party": promise.party}  # fmt: skip
        append_audit(session, who, "promise_made", f"case:{case.number}", told, now)
    return promise


def moment_ahead(field: str, moment: datetime, now: datetime) -> None:
    """Raises Problem for a moment that is over, or further away than anybody promises."""
    if moment <= now:
        raise wrong(field, "This lies in the past; a promise needs a time to come.")
    if moment > now + LONGEST:
        raise wrong(field, "This is more than two years away.")


def _checked(
    board: Board, session: Session, case: Case, wanted: PromiseWanted, now: datetime
) -> tuple[datetime, str | None]:
    kinds = board.care.promises.kinds
    if wanted.kind not in kinds:
        raise wrong("kind", f"There is no such kind; there are {', '.join(sorted(kinds))}.")
    if wanted.calendar is not None and wanted.calendar not in board.hours.names:
        raise wrong("calendar", f"There is no calendar {wanted.calendar}.")
    if wanted.queue is not None and wanted.queue not in board.policy.queues:
        raise wrong("queue", f"There is no queue {wanted.queue}.")
    if wanted.by_agent is not None:
        known = agent(session, wanted.by_agent)
        if known is None or not known.active:
            raise wrong("by_agent", f"There is no agent {wanted.by_agent}.")
    ours = wanted.party == "us"
    return _due(board, wanted, now), wanted.by_agent or (case.owner_id if ours else None)


def _due(board: Board, wanted: PromiseWanted, now: datetime) -> datetime:
    said = [wanted.due_at is not None, wanted.within_hours is not None, wanted.same_day]
    if sum(said) != 1:
        raise wrong("due_at", "Say by when in one way: due_at, within_hours or same_day.")
    calendar = board.care.promises.calendar_for(wanted.kind, wanted.calendar)
    if wanted.same_day:
        return _today(board, calendar, now)
    if wanted.within_hours is not None:
        within = timedelta(hours=wanted.within_hours)
        return due_within(board.hours, calendar, now, within) if calendar in board.hours.names else now + within
    assert wanted.due_at is not None
    moment_ahead("due_at", wanted.due_at, now)
    return wanted.due_at


def _today(board: Board, calendar: str | None, now: datetime) -> datetime:
    least = timedelta(minutes=board.care.promises.same_day_least_minutes)
    today = same_day(board.hours, calendar, now, least=least)
    if today is None:
        raise wrong("same_day", "There is not enough of today left to keep it: promise a moment of another day.")
    return today


def _phone(board: Board, session: Session, case: Case, wanted: PromiseWanted) -> str:
    phone = dialable(wanted.phone, numbers_we_call(board)) if wanted.phone else phone_of(board, session, case)
    if phone is None:
        raise wrong("phone", "This is no number we call." if wanted.phone else "Say where to call.")
    return phone


def _owes_no_other(session: Session, phone: str, promise: Promise) -> bool:
    """One number is owed one call at a time. Raises Problem where another promise stands."""
    owed = open_callback(session, phone)
    if owed is None:
        return True
    if owed.promise_id != promise.id:
        raise Problem(
            409, f"This number is owed a call already, by {owed.due_at.isoformat()} (case {owed.case_number})."
        )
    return False
