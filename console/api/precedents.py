"""How the same facts were decided before: looked at before deciding."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.customer import Customer
from cases.facts import Facts, facts_of, fault_in
from cases.money import lira
from cases.precedent import Precedent, precedents
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import unknown, wrong
from records.database import reading


def _pairs(told: str) -> str:
    if any(not all(pair.partition(":")[::2]) for pair in told.split()):
        raise ValueError("Facts are written fault:ours times:again.")
    return told


class DifferenceShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    fact: str
    here: str | None
    there: str | None


class PrecedentShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int = Field(description="The goodwill that was decided.")
    case_number: str | None
    decision: str
    amount: str = Field(description="In lira, as 30.00.")
    reason: str | None
    decided_by: str | None
    decided_at: Moment | None
    facts: Mapping[str, str]
    differs: tuple[DifferenceShown, ...] = Field(description="Facts that were not the same; none for the very same.")


class PrecedentsShown(BaseModel):
    """`exact` are on the very same facts, the newest first; `near` differ in two at most, the nearest first."""

    model_config = ConfigDict(frozen=True)

    kind: str
    facts: Mapping[str, str]
    exact: tuple[PrecedentShown, ...]
    near: tuple[PrecedentShown, ...]


class PrecedentsQuery(BaseModel):
    """For a case and a kind; with what else is known of it as facts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    kind: Annotated[Words, StringConstraints(min_length=1, max_length=64)]
    facts: Annotated[Words, StringConstraints(max_length=400), AfterValidator(_pairs)] = Field(
        "", description="As the rules name them: fault:ours times:again."
    )
    limit: int = Field(10, ge=1, le=50)


def show_precedents(board: Board, asked: Asked) -> PrecedentsShown:
    """Earlier decisions on the same facts, and on nearly the same with what differs. Asked before deciding."""
    query: PrecedentsQuery = asked.query
    told = dict(pair.split(":", 1) for pair in query.facts.split())
    if fault := fault_in(told, board.care.goodwill.facts):
        raise wrong("facts", fault)
    if query.kind not in board.care.goodwill.kinds:
        raise wrong("kind", f"There is no kind {query.kind}; there are {', '.join(board.care.goodwill.kinds)}.")
    with reading(board.database) as session:
        case = session.get(Case, query.case)
        if case is None:
            raise unknown("case", query.case)
        customer = session.get(Customer, case.customer_id) if case.customer_id else None
        return precedents_shown(session, query.kind, facts_of(case, customer, told), limit=query.limit)


def precedents_shown(
    session: Session, kind: str, facts: Facts, *, but: int | None = None, limit: int = 10
) -> PrecedentsShown:
    found = precedents(session, kind, facts, but=but, limit=limit)
    return PrecedentsShown(kind=kind, facts=facts, exact=tuple(map(_shown, found.exact)),
                           near=tuple(map(_shown, found.near)))  # fmt: skip


def _shown(one: Precedent) -> PrecedentShown:
    row = one.goodwill
    return PrecedentShown(
        id=row.id,
        case_number=row.case_number,
        decision=row.status,
        amount=lira(row.kurus),
        reason=row.decision_reason or row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        facts=row.facts,
        differs=tuple(DifferenceShown.model_validate(each) for each in one.differs),
    )


OPERATIONS = (
    Operation(method="GET", path="/goodwill/precedents", scope="goodwill:read",
              summary="Show how the same facts were decided before", does=show_precedents, answers=PrecedentsShown,
              query=PrecedentsQuery, problems=(404,)),
)  # fmt: skip
