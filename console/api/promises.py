"""What was promised about a case, how its clock stands, and what became of it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.with_the_promise import callback_ends_with, callback_moves_with, customer_is_left_in_peace
from callbacks.promise_keeping import book_of
from cases.promise import Promise, end_promise, make_good, promises_of
from cases.promise_book import longest_pause, move_promise, pause_promise, resume_promise
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from console.api.promise_shown import PromiseOnTheClock, PromiseWhole, on_the_clock, whole
from console.api.promise_wanted import PromiseWanted, make_wanted, moment_ahead
from console.wording import told
from records.database import reading, writing

Reason = Annotated[Words, StringConstraints(min_length=1, max_length=300)]


class PromisesQuery(PageQuery):
    status: Literal["open", "kept", "broken", "released"] | None = None
    kind: Words | None = None
    agent: Words | None = Field(None, description="By whom: an agent's id.")
    party: Literal["us", "customer"] | None = None
    late: bool = Field(False, description="Only those that were broken and not made good.")
    escalation_candidate: bool = Field(False, description="Only those that may become an escalation.")
    due_before: Moment | None = None


class PromiseMoved(BaseModel):
    """A promise moves with its customer's consent alone; without it, it is broken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    due_at: Moment
    reason: Reason
    customer_agreed: Literal[True] = Field(description="Say true when the customer agreed to it.")


class PromiseEnd(BaseModel):
    """`released` is the customer's word, and needs it as a note."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["kept", "broken", "released"]
    note: Reason | None = None


class PromisePauseWanted(BaseModel):
    """`until` is when the clock runs again by itself; as late as the centre allows without it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Reason = Field(description="What we wait for.")
    until: Moment | None = None


class MakingGood(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Reason = Field(description="What was done to make it good.")


def list_promises(board: Board, asked: Asked) -> Page[PromiseOnTheClock]:
    """All of a case in one page, the next due first."""
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        return Page(items=on_the_clock(session, book_of(board), promises_of(session, case.number), board.clock()))


def list_all_promises(board: Board, asked: Asked) -> Page[PromiseOnTheClock]:
    """Of every case, the next due first."""
    query: PromisesQuery = asked.query
    with reading(board.database) as session:
        rows = session.scalars(chosen_promises(query).limit(query.limit + 1)).all()
        page = rows[: query.limit]
        more = len(rows) > query.limit
        return Page(
            items=on_the_clock(session, book_of(board), page, board.clock()),
            next_cursor=cursor_at(page[-1].due_at.isoformat(), f"{page[-1].id:018}") if more else None,
        )


def show_promise(board: Board, asked: Asked) -> PromiseWhole:
    with reading(board.database) as session:
        return whole(session, book_of(board), known_promise(session, asked), board.clock())


def post_promise(board: Board, asked: Asked) -> PromiseWhole:
    """Promise something, before you say it. The clock watches over it from now on. Written to the audit trail.

    A callback also stands among the callbacks; one number is owed one at a time.
    """
    wanted: PromiseWanted = asked.body
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        promise = make_wanted(board, session, case, wanted, who=asked.who.label)
        return whole(session, book_of(board), promise, board.clock())


def put_promise(board: Board, asked: Asked) -> PromiseWhole:
    """The customer agreed to another moment: the clock begins anew. Written to the audit trail."""
    wanted: PromiseMoved = asked.body
    now = board.clock()
    moment_ahead("due_at", wanted.due_at, now)
    with writing(board.database) as session:
        promise = known_promise(session, asked, locked=True)
        if not move_promise(session, book_of(board), promise, to=wanted.due_at, reason=wanted.reason,
                            who=_who(asked), now=now):  # fmt: skip
            raise _over(promise)
        callback_moves_with(session, promise, who=_who(asked), now=now)
        return whole(session, book_of(board), promise, now)


def put_end(board: Board, asked: Asked) -> PromiseWhole:
    """It was kept, or broken, or the customer released us. Kept too late it was broken and is made good by it."""
    wanted: PromiseEnd = asked.body
    if wanted.how == "released" and wanted.note is None:
        raise wrong("note", "Only the customer releases us: write down what they said.")
    now = board.clock()
    with writing(board.database) as session:
        promise = known_promise(session, asked, locked=True)
        if not end_promise(session, promise.id, wanted.how, now, who=_who(asked), note=wanted.note):
            raise _over(promise)
        ended = callback_ends_with(session, promise, who=_who(asked), now=now)
        shown = whole(session, book_of(board), promise, now)
    customer_is_left_in_peace(board, ended)
    return shown


def put_pause(board: Board, asked: Asked) -> PromiseWhole:
    """We wait for the customer: the clock stands still until they answered. Written to the audit trail."""
    wanted: PromisePauseWanted = asked.body
    now = board.clock()
    latest = longest_pause(board.care.promises, now)
    until = wanted.until or latest
    if not now < until <= latest:
        raise wrong("until", f"Between now and {latest.isoformat()}.")
    with writing(board.database) as session:
        promise = known_promise(session, asked, locked=True)
        if not pause_promise(session, book_of(board), promise, reason=wanted.reason, until=until, who=_who(asked),
                             now=now):  # fmt: skip
            raise _over(promise) if promise.status != "open" else Problem(409, "Its clock stands still already.")
        return whole(session, book_of(board), promise, now)


def delete_pause(board: Board, asked: Asked) -> PromiseWhole:
    """They answered: the clock runs again. 409 where it was running."""
    with writing(board.database) as session:
        promise = known_promise(session, asked, locked=True)
        if not resume_promise(session, book_of(board), promise, who=_who(asked), now=board.clock()):
            raise Problem(409, "Its clock does not stand still.")
        return whole(session, book_of(board), promise, board.clock())


def put_making_good(board: Board, asked: Asked) -> PromiseWhole:
    """What was broken was put right, and how. 409 for one that was not broken, or was made good before."""
    wanted: MakingGood = asked.body
    with writing(board.database) as session:
        promise = known_promise(session, asked, locked=True)
        if not make_good(session, promise, who=_who(asked), note=wanted.what, now=board.clock()):
            raise Problem(409, "This promise is not broken, or was made good already.")
        return whole(session, book_of(board), promise, board.clock())


def known_promise(session: Session, asked: Asked, *, locked: bool = False) -> Promise:
    """The promise of a case, or a 404."""
    number = asked.path["promise"]
    digits = number.isascii() and number.isdigit() and len(number) < 10
    found = session.get(Promise, int(number), with_for_update=locked) if digits else None
    if found is None or found.case_number != known_case(session, asked.path["case"]).number:
        raise unknown("promise", number)
    return found


def chosen_promises(query: PromisesQuery) -> Select[Promise]:
    wanted: dict[str, Any] = {
        "status": query.status, "kind": query.kind, "by_agent": query.agent, "party": query.party
    }  # fmt: skip
    chosen = select(Promise).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if query.late:
        chosen = chosen.where(Promise.status == "broken", Promise.made_good_at.is_(None))
    if query.escalation_candidate:
        chosen = chosen.where(Promise.escalation_candidate.is_not(None))
    if query.due_before is not None:
        chosen = chosen.where(Promise.due_at < query.due_before)
    if after := query.after_moment():
        due_at, last = after[0], _number(after[1])
        chosen = chosen.where(or_(Promise.due_at > due_at, and_(Promise.due_at == due_at, Promise.id > last)))
    return chosen.order_by(Promise.due_at, Promise.id)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise wrong("cursor", "This is not a cursor we gave out.")
    return int(text)


def _over(promise: Promise) -> Problem:
    return Problem(409, f"This promise has ended: it was {promise.status}.", told=told("promise_over", {}))


def _who(asked: Asked) -> str:
    return asked.who.label


_OF_CASE = "/cases/{case}/promises"
_ONE = "/cases/{case}/promises/{promise}"
OPERATIONS = (
    Operation(method="GET", path="/promises", scope="cases:read", summary="List promises of every case",
              does=list_all_promises, answers=Page[PromiseOnTheClock], query=PromisesQuery),
    Operation(method="GET", path=_OF_CASE, scope="cases:read", summary="List a case's promises",
              does=list_promises, answers=Page[PromiseOnTheClock], problems=(404,)),
    Operation(method="POST", path=_OF_CASE, scope="cases:work", summary="Promise something",
              does=post_promise, answers=PromiseWhole, body=PromiseWanted, problems=(404, 409), kept_with_act=True),
    Operation(method="GET", path=_ONE, scope="cases:read", summary="Show a promise and all that happened to it",
              does=show_promise, answers=PromiseWhole, problems=(404,)),
    Operation(method="PUT", path=_ONE, scope="cases:work", summary="Agree another moment with the customer",
              does=put_promise, answers=PromiseWhole, body=PromiseMoved, problems=(404, 409), kept_with_act=True),
    Operation(method="PUT", path=f"{_ONE}/end", scope="cases:work", summary="Say what became of a promise",
              does=put_end, answers=PromiseWhole, body=PromiseEnd, problems=(404, 409), kept_with_act=True),
    Operation(method="PUT", path=f"{_ONE}/pause", scope="cases:work", summary="Stop a promise's clock",
              does=put_pause, answers=PromiseWhole, body=PromisePauseWanted, problems=(404, 409), kept_with_act=True),
    Operation(method="DELETE", path=f"{_ONE}/pause", scope="cases:work", summary="Let a promise's clock run again",
              does=delete_pause, answers=PromiseWhole, problems=(404, 409)),
    Operation(method="PUT", path=f"{_ONE}/making-good", scope="cases:work",
              summary="Say how a broken promise was made good", does=put_making_good, answers=PromiseWhole,
              body=MakingGood, problems=(404, 409), kept_with_act=True),
)  # fmt: skip
