"""A case the general manager took up: its root cause, the call back with it, and what the customer said."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.dialler.wanted import CallbackRefused
from cases.errors import ExecutiveRefused
from cases.executive_case import ExecutiveCase, customer_confirmed, known_executive_case, root_cause_is_found
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import Problem, unknown, wrong
from escalations.board import EscalationBoard
from escalations.executive_calling import promise_what_was_found
from records.database import reading, writing
from staff.agent import agent

MEANING: Final = {
    "no_root_cause": "Its root cause is not known yet: nobody is called with nothing to say.",
    "not_called_back": "The customer was not called yet with what was found.",
}
Cause = Annotated[Words, StringConstraints(min_length=3, max_length=2000)]
Name = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


class ExecutiveCaseShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    case_number: str
    sponsor_id: str | None = Field(description="Whose it is.")
    why: str
    opened_by: str
    opened_at: Moment
    root_cause: str | None
    found_by: str | None
    found_at: Moment | None
    callback_id: str | None = Field(description="The call with what was found.")
    called_back_at: Moment | None
    confirmed_at: Moment | None
    confirmed_by: str | None
    missing: tuple[str, ...] = Field(description="What it cannot be closed without and is not there yet.")


class RootCause(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who found it.")
    root_cause: Cause


class Confirmation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who heard it from the customer.")


def show_executive_case(board: Board, asked: Asked) -> ExecutiveCaseShown:
    """404 where the case is none."""
    with reading(board.database) as session:
        executive = known_executive_case(session, known_case(session, asked.path["case"]).number)
        if executive is None:
            raise unknown("executive case", asked.path["case"])
        return _shown(executive)


def put_root_cause(board: Board, asked: Asked) -> ExecutiveCaseShown:
    """Why it came to this. A new one is told the customer anew. Written to the audit trail."""
    wanted: RootCause = asked.body
    with _refusals_told(asked), writing(board.database) as session:
        if agent(session, wanted.by) is None:
            raise wrong("by", f"There is no agent {wanted.by}.")
        executive = root_cause_is_found(session, asked.path["case"], wanted.root_cause, by=wanted.by, now=board.clock())
        return _shown(executive)


def post_executive_call(board: Board, asked: Asked) -> ExecutiveCaseShown:
    """Promise the customer a call with what was found, by whose case it is. Asked for again it is the same call."""
    with _refusals_told(asked), writing(board.database) as session:
        promise_what_was_found(cast(EscalationBoard, board), session, asked.path["case"])
        return _shown(session.get_one(ExecutiveCase, asked.path["case"]))


def post_executive_confirmation(board: Board, asked: Asked) -> ExecutiveCaseShown:
    """The customer says that it is settled: from now on the case may be closed. Written to the audit trail."""
    wanted: Confirmation = asked.body
    with _refusals_told(asked), writing(board.database) as session:
        return _shown(customer_confirmed(session, asked.path["case"], by=wanted.by, now=board.clock()))


def _shown(executive: ExecutiveCase) -> ExecutiveCaseShown:
    return ExecutiveCaseShown.model_validate(executive)


@contextmanager
def _refusals_told(asked: Asked) -> Iterator[None]:
    try:
        yield
    except ExecutiveRefused as refused:
        if refused.why == "unknown":
            raise unknown("executive case", asked.path["case"]) from refused
        raise Problem(409, MEANING[refused.why]) from refused
    except CallbackRefused as refused:
        raise Problem(409, str(refused)) from refused


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/executive", scope="cases:read", summary="Show an executive case",
              does=show_executive_case, answers=ExecutiveCaseShown, problems=(404,)),
    Operation(method="PUT", path="/cases/{case}/executive/root-cause", scope="cases:work",
              summary="Write down the root cause of an executive case", does=put_root_cause,
              answers=ExecutiveCaseShown, body=RootCause, problems=(404,)),
    Operation(method="POST", path="/cases/{case}/executive/call-back", scope="cases:work",
              summary="Promise the customer of an executive case a call", does=post_executive_call,
              answers=ExecutiveCaseShown, problems=(404, 409)),
    Operation(method="POST", path="/cases/{case}/executive/confirmation", scope="cases:work",
              summary="The customer confirms what was found", does=post_executive_confirmation,
              answers=ExecutiveCaseShown, body=Confirmation, problems=(404, 409)),
)  # fmt: skip
