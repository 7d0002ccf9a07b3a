"""Who owns a case, since when and why. A transfer never changes it; a reassignment says its reason."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.changing import Changed
from callbacks.ownership_told import Passing, callbacks_have_moved, owner_has_changed
from cases.ownership import give_up_ownership, owners_of, take_ownership
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import wrong
from records.audit import append as append_audit
from records.database import reading, writing
from staff.agent import agent


class OwnershipShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    agent_id: str
    since: Moment
    until: Moment | None
    how: str = Field(description="first_to_talk, accepted, reassigned, off_boarding or import.")
    reason: str | None
    ended_because: str | None = Field(description="Why it ended, where nobody came after them.")


class OwnerShown(BaseModel):
    """`agent_id` is null while nobody owns the case; `history` begins with the first owner."""

    model_config = ConfigDict(frozen=True)

    case_number: str
    agent_id: str | None
    bounces: int = Field(description="How often the customer was passed on since somebody who answers for it talked.")
    history: tuple[OwnershipShown, ...]


class GivenUp(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Words, StringConstraints(min_length=1, max_length=500)]


class OwnerWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Words
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=500)]


def show_owner(board: Board, asked: Asked) -> OwnerShown:
    with reading(board.database) as session:
        return _owner(session, asked.path["case"])


def put_owner(board: Board, asked: Asked) -> OwnerShown:
    """Reassign the case: from now on this agent is asked for first. Written to the audit trail."""
    wanted: OwnerWanted = asked.body
    now, by = board.clock(), asked.who.label
    moved: list[Changed] = []
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        was, new_owner = case.owner_id, agent(session, wanted.agent_id)
        if new_owner is None or not new_owner.active:
            raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
        if take_ownership(session, case_number=case.number, agent_id=new_owner.id, how="reassigned",
                          reason=wanted.reason, now=now):  # fmt: skip
            told = {"owner": new_owner.id, "reason": wanted.reason}
            append_audit(session, by, "case_reassigned", f"case:{case.number}", told, now)
            once = f"reassigned:{case.number}:{now.isoformat()}"
            moved = owner_has_changed(session, Passing(once=once, case_number=case.number, from_agent=was,
                                                       to_agent=new_owner.id, note=wanted.reason, at=now))  # fmt: skip
        shown = _owner(session, case.number)
    callbacks_have_moved(board, moved)
    return shown


def post_given_up(board: Board, asked: Asked) -> OwnerShown:
    """From now on nobody owns the case: whoever talks about it next will. Written to the audit trail."""
    given_up: GivenUp = asked.body
    now = board.clock()
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        was = give_up_ownership(session, case_number=case.number, because=given_up.reason, now=now)
        if was is not None:
            told = {"owner": was, "reason": given_up.reason}
            append_audit(session, asked.who.label, "case_given_up", f"case:{case.number}", told, now)
        return _owner(session, case.number)


def _owner(session: Session, number: str) -> OwnerShown:
    case = known_case(session, number)
    history = tuple(OwnershipShown.model_validate(one) for one in owners_of(session, number))
    return OwnerShown(case_number=number, agent_id=case.owner_id, bounces=case.bounces, history=history)


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/owner", scope="cases:read", summary="Show who owns a case",
              does=show_owner, answers=OwnerShown, problems=(404,)),
    Operation(method="PUT", path="/cases/{case}/owner", scope="cases:write", summary="Reassign a case",
              does=put_owner, answers=OwnerShown, body=OwnerWanted, problems=(404,)),
    Operation(method="POST", path="/cases/{case}/owner/giving-up", scope="cases:write",
              summary="Let a case be nobody's, with a reason", does=post_given_up, answers=OwnerShown, body=GivenUp,
              problems=(404,)),
)  # fmt: skip
