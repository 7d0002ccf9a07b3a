"""Cases are opened at a desk or by another system, and changed. Whose a case is changes elsewhere."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.change import change_case
from cases.errors import Outdated
from cases.opening import put_on_record
from cases.ownership import take_ownership
from cases.priority import HIGHEST, least_priority
from cases.reason import find_reason
from cases.update_cadence import follow
from console.api.cases import CaseShown, known_case
from console.api.customers import known_customer
from console.api.fields import Phone, Version, Words
from console.api.operation import Asked, Operation
from console.api.problem import Problem, outdated, wrong
from records.audit import append as append_audit
from records.database import writing
from staff.agent import agent

Subject = Annotated[Words, StringConstraints(min_length=1, max_length=300)]
ReasonName = Annotated[Words, StringConstraints(min_length=1, max_length=80)]
Link = Annotated[Words, StringConstraints(max_length=500, pattern=r"^https?://[^\s]+$")]
CustomerId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]
OwnerId = Annotated[Words, StringConstraints(min_length=1)]
Priority = Annotated[int, Field(ge=0, le=HIGHEST, description="A lead's to give; what the case is gives it the least.")]


class CaseWanted(BaseModel):
    """Of whom, by id or by telephone number; about what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: CustomerId | None = None
    phone: Phone | None = None
    subject: Subject | None = None
    reason: ReasonName | None = Field(None, description="One of the centre's care.yaml: by name, or by its words.")
    owner_id: OwnerId | None = Field(None, description="An agent's id; without it nobody owns it yet.")
    public_link: Link | None = Field(None, description="Where the customer complained for all to read.")
    priority: Priority | None = None


class CaseChange(BaseModel):
    """What is not named stays; null empties it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version
    customer_id: CustomerId | None = Field(None, description="Whose it is, where the number is shared.")
    subject: Subject | None = None
    reason: ReasonName | None = None
    public_link: Link | None = None
    priority: Priority | None = None


def post_case(board: Board, asked: Asked) -> CaseShown:
    """Open a case; `number` of the answer is what the customer is told. Written to the audit trail."""
    wanted: CaseWanted = asked.body
    told = _understood(board, asked, wanted.model_dump(exclude_unset=True))
    if not (wanted.customer_id or wanted.phone):
        raise wrong("customer_id", "Whose is it? A customer's id, or a phone.")
    with writing(board.database) as session:
        return CaseShown.model_validate(_opened(session, board, asked, told))


def patch_case(board: Board, asked: Asked) -> CaseShown:
    """Change what is known of a case. Which fields changed is audited."""
    wanted: CaseChange = asked.body
    changes = _understood(board, asked, wanted.model_dump(exclude_unset=True, exclude={"version"}))
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        _has_a_customer(session, changes)
        try:
            changed = change_case(case, changes, version=wanted.version)
        except Outdated as trouble:
            raise outdated(trouble) from trouble
        if "reason" in changed:
            follow(session, case.number, board.clock())
        if changed:
            told = {"changed": sorted(changed), "reason": case.reason, "priority": case.priority}
            append_audit(session, asked.who.label, "case_changed", f"case:{case.number}", told, board.clock())
            session.flush()
        return CaseShown.model_validate(case)


def _opened(session: Session, board: Board, asked: Asked, told: dict[str, Any]) -> Case:
    now, owner = board.clock(), told.pop("owner_id", None)
    _has_a_customer(session, told)
    _works_here(session, owner)
    case = Case(status="open", opened_at=now, last_touched_at=now, **told)
    case.priority = max(told.get("priority") or 0, least_priority(case))
    put_on_record(session, case, new_id=board.new_id)
    follow(session, case.number, now)
    if owner:
        take_ownership(session, case_number=case.number, agent_id=owner, how="reassigned", now=now)
    written = {"reason": case.reason, "owner": owner, "priority": case.priority}
    append_audit(session, asked.who.label, "case_opened", f"case:{case.number}", written, now)
    return case


def _understood(board: Board, asked: Asked, told: dict[str, Any]) -> dict[str, Any]:
    """The same with the reason's own name; refused where it is no reason of ours, or not theirs to say."""
    if told.get("priority") is None:
        told.pop("priority", None)
    elif not asked.who.may("cases:write"):
        raise Problem(403, f"The role {asked.who.role} may not give a priority: it needs cases:write.")
    reasons = board.care.reasons
    if told.get("reason") and reasons:
        reason = find_reason(reasons, told["reason"])
        if reason is None:
            raise wrong("reason", f"There is no reason {told['reason']}; there are {', '.join(reasons)}.")
        told["reason"] = reason.name
    return told


def _has_a_customer(session: Session, told: dict[str, Any]) -> None:
    if told.get("customer_id") is None:
        return
    try:
        known_customer(session, told["customer_id"])
    except Problem as problem:
        raise wrong("customer_id", problem.detail) from None


def _works_here(session: Session, owner: str | None) -> None:
    known = agent(session, owner) if owner else None
    if owner and (known is None or not known.active):
        raise wrong("owner_id", f"There is no agent {owner}.")


OPERATIONS = (
    Operation(method="POST", path="/cases", scope="cases:work", summary="Open a case",
              does=post_case, answers=CaseShown, body=CaseWanted, kept_with_act=True),
    Operation(method="PATCH", path="/cases/{case}", scope="cases:work", summary="Change a case",
              does=patch_case, answers=CaseShown, body=CaseChange, problems=(404,), kept_with_act=True),
)  # fmt: skip
