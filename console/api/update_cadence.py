"""How often the customer of a case hears from us, and that they have. A missed update is a broken promise."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.promise import Promise
from cases.update_cadence import Keeping, UpdateCadence, customer_is_informed, every, see_to, set_cadence
from console.api.cases import known_case
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from records.audit import append as append_audit
from records.database import reading, writing


class CadenceShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    case_number: str
    every_hours: float | None = Field(description="Null: nobody promised them to; they hear when there is news.")
    by_rule: bool = Field(description="As the centre's rule for this reason says, and nobody settled anything else.")
    next_due: Moment | None = Field(description="By when they hear from us next.")
    set_by: str | None
    set_at: Moment | None


class CadenceWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    every_hours: Annotated[float, Field(ge=0, le=2160)] | None = Field(
        description="Hours, open ones where the centre says so; 0: this customer wants none; null: as the rule says."
    )


class Informed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)]
    told: Annotated[Words, StringConstraints(min_length=1, max_length=1000)] = Field(
        description="What the customer was told."
    )


def show_cadence(board: Board, asked: Asked) -> CadenceShown:
    with reading(board.database) as session:
        return _shown(session, board, known_case(session, asked.path["case"]).number)


def put_cadence(board: Board, asked: Asked) -> CadenceShown:
    """Settle how often this customer hears from us. Written to the audit trail."""
    wanted: CadenceWanted = asked.body
    minutes = None if wanted.every_hours is None else round(wanted.every_hours * 60)
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        cadence = set_cadence(session, case, every_minutes=minutes, by=asked.who.label, now=board.clock())
        see_to(session, cadence, _keeping(board))
        return _shown(session, board, case.number)


def post_update(board: Board, asked: Asked) -> CadenceShown:
    """The customer was told how it stands, in whatever way: the update is kept, and the next is promised.

    Calls and messages to the customer count by themselves. Written to the audit trail.
    """
    informed: Informed = asked.body
    with writing(board.database) as session:
        case, by = known_case(session, asked.path["case"]), known_agent(session, informed.agent_id)
        append_audit(session, by.id, "customer_told", f"case:{case.number}", {"told": informed.told}, board.clock())
        customer_is_informed(session, case.number, who=by.id, now=board.clock())
        see_to(session, session.get_one(UpdateCadence, case.number), _keeping(board))
        return _shown(session, board, case.number)


def _keeping(board: Board) -> Keeping:
    return Keeping(rules=board.care.ownership, hours=board.hours, now=board.clock())


def _shown(session: Session, board: Board, number: str) -> CadenceShown:
    case, cadence = known_case(session, number), session.get(UpdateCadence, number)
    often = every(cadence, case, board.care.ownership)
    promise = session.get(Promise, cadence.promise_id) if cadence and cadence.promise_id else None
    return CadenceShown(
        case_number=number,
        every_hours=often.total_seconds() / 3600 if often else None,
        by_rule=cadence is None or cadence.every_minutes is None,
        next_due=promise.due_at if promise and promise.status == "open" else None,
        set_by=cadence.set_by if cadence else None,
        set_at=cadence.set_at if cadence else None,
    )


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/update-cadence", scope="cases:read",
              summary="Show how often a customer hears from us", does=show_cadence, answers=CadenceShown,
              problems=(404,)),
    Operation(method="PUT", path="/cases/{case}/update-cadence", scope="ownership:write",
              summary="Settle how often a customer hears from us", does=put_cadence, answers=CadenceShown,
              body=CadenceWanted, problems=(404,)),
    Operation(method="POST", path="/cases/{case}/updates", scope="ownership:write",
              summary="Say that the customer was told how it stands", does=post_update, answers=CadenceShown,
              body=Informed, problems=(404,)),
)  # fmt: skip
