"""A case is closed when nothing is owed on it, and opened again when it was not over."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.closing import close_case, reopen_case
from cases.errors import CaseStands, Outdated
from cases.promise import Promise, end_promise
from console.api.cases import CaseShown, known_case
from console.api.fields import Version, Words
from console.api.operation import Asked, Operation
from console.api.problem import Fault, Problem, outdated, wrong
from records.audit import append as append_audit
from records.database import writing

MEANING = {
    "closed_already": "It is closed already.",
    "open_already": "It is open.",
    "tasks_open": "Departments still have to do something for it.",
    "loss_missing": "It is a complaint: ask first what the customer lost by it (PUT /cases/{case}/loss).",
    "executive_open": "It is an executive case: its root cause, a call back and a confirmation come first.",
    "promises_open": "We still owe what was promised: keep it, or name it in kept_promises.",
}
PromiseId = Annotated[int, Field(ge=1, lt=10**9)]


class Closure(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    disposition: Annotated[Words, StringConstraints(min_length=1, max_length=80)] = Field(description="What it was.")
    outcome: Annotated[Words, StringConstraints(max_length=2000)] | None = Field(None, description="How it ended.")
    kept_promises: Annotated[tuple[PromiseId, ...], Field(max_length=50)] = Field(
        (), description="Ids of promises on this case that are kept by now."
    )
    version: Version | None = None


class Reopening(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Words, StringConstraints(min_length=1, max_length=500)] = Field(description="Why it is not over.")


def post_case_closure(board: Board, asked: Asked) -> CaseShown:
    """Close it. 409 where something is still owed on it, or it is closed. Written to the audit trail."""
    wanted: Closure = asked.body
    now = board.clock()
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        if wanted.version not in (None, case.version):
            raise outdated(Outdated(case.version))
        for promise in wanted.kept_promises:
            _is_kept(session, case, promise, board)
        try:
            close_case(session, case, disposition=wanted.disposition, outcome=wanted.outcome, now=now)
        except CaseStands as stands:
            raise _in_the_way(stands) from stands
        told = {"disposition": wanted.disposition, "kept_promises": list(wanted.kept_promises)}
        append_audit(session, asked.who.label, "case_closed", f"case:{case.number}", told, now)
        session.flush()
        return CaseShown.model_validate(case)


def post_case_reopening(board: Board, asked: Asked) -> CaseShown:
    """It was not over. Whoever owned it owns it. Written to the audit trail."""
    wanted: Reopening = asked.body
    now = board.clock()
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        try:
            reopen_case(session, case, now=now)
        except CaseStands as stands:
            raise _in_the_way(stands) from stands
        told = {"reason": wanted.reason}
        append_audit(session, asked.who.label, "case_reopened", f"case:{case.number}", told, now)
        session.flush()
        return CaseShown.model_validate(case)


def _is_kept(session: Session, case: Case, promise_id: int, board: Board) -> None:
    promise = session.get(Promise, promise_id)
    if promise is None or promise.case_number != case.number:
        raise wrong("kept_promises", f"There is no promise {promise_id} on this case.")
    end_promise(session, promise_id, "kept", board.clock())


def _in_the_way(stands: CaseStands) -> Problem:
    about = f" ({', '.join(stands.about)})" if stands.about else ""
    return Problem(409, MEANING[stands.why] + about, [Fault(field=stands.why, detail=one) for one in stands.about])


OPERATIONS = (
    Operation(method="POST", path="/cases/{case}/closure", scope="cases:work", summary="Close a case",
              does=post_case_closure, answers=CaseShown, body=Closure, problems=(404,), kept_with_act=True),
    Operation(method="POST", path="/cases/{case}/reopening", scope="cases:work", summary="Open a closed case again",
              does=post_case_reopening, answers=CaseShown, body=Reopening, problems=(404,), kept_with_act=True),
)  # fmt: skip
