"""Payment in instalments, agreed at a desk: what the centre's terms allow, and both sides' promises once agreed."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.civil_day import civil_day
from cases.customer import Customer
from cases.instalments import Instalment, Terms, instalments_for
from cases.money import kurus_of, lira
from cases.payment_plan import Acceptance, accept_plan
from console.api.amount import Lira
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.payment_plans import PaymentPlanShown, plan_shown
from console.api.problem import Problem, wrong
from records.database import writing
from staff.agent import agent


class InstalmentShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    due_on: date
    amount: str = Field(description="In lira, as 333.35.")


class OfferQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    total: Lira
    instalments: int | None = Field(None, ge=2, le=24, description="Fewer than the terms allow.")


class OfferShown(BaseModel):
    """What may be offered to anybody who owes this much today."""

    model_config = ConfigDict(frozen=True)

    total: str
    instalments: tuple[InstalmentShown, ...]
    in_return_tr: str = Field(description="What we promise meanwhile.")
    in_return_en: str


class PlanWanted(BaseModel):
    """The customer agreed to what was offered. Without a case one is opened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)]
    agent_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)] = Field(
        description="Who agreed it with the customer."
    )
    total: Lira
    instalments: int | None = Field(None, ge=2, le=24, description="Fewer than the terms allow.")
    case_number: Annotated[Words, StringConstraints(min_length=1, max_length=40)] | None = None


def show_payment_offer(board: Board, asked: Asked) -> OfferShown:
    """By the centre's terms. 422 says which debts may be paid in instalments."""
    query: OfferQuery = asked.query
    offered = _offered(board, query.total, query.instalments)
    promise = board.care.payment_plan.promise
    return OfferShown(
        total=query.total,
        instalments=tuple(InstalmentShown(due_on=each.due_on, amount=lira(each.kurus)) for each in offered),
        in_return_tr=promise.tr,
        in_return_en=promise.en,
    )


def post_payment_plan(board: Board, asked: Asked) -> PaymentPlanShown:
    """Both sides owe from now on: the customer each instalment, we our patience, which the register keeps.

    409 while an earlier plan of theirs runs. Written to the audit trail.
    """
    wanted: PlanWanted = asked.body
    offered = _offered(board, wanted.total, wanted.instalments)
    with writing(board.database) as session:
        plan = accept_plan(session, _acceptance(board, session, asked), offered, now=board.clock(), new_id=board.new_id)
        if plan is None:
            raise Problem(409, "An instalment of an earlier plan is still owed.")
        return plan_shown(session, plan)


def _acceptance(board: Board, session: Session, asked: Asked) -> Acceptance:
    wanted: PlanWanted = asked.body
    customer = session.get(Customer, wanted.customer_id)
    if customer is None:
        raise wrong("customer_id", f"There is no customer {wanted.customer_id}.")
    known = agent(session, wanted.agent_id)
    if known is None or not known.active:
        raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
    case = session.get(Case, wanted.case_number) if wanted.case_number else None
    if wanted.case_number and (case is None or case.customer_id != customer.id):
        raise wrong("case_number", f"There is no case {wanted.case_number} of this customer.")
    return Acceptance(
        once=asked.once,
        call=None,
        customer_id=customer.id,
        phone=customer.phones[0].phone if customer.phones else None,
        case_number=wanted.case_number,
        what=board.care.payment_plan.promise.spoken_in(customer.language or "tr"),
        by=asked.who.label,
        agent_id=wanted.agent_id,
    )


def _offered(board: Board, total: str, wish: int | None) -> tuple[Instalment, ...]:
    terms = board.care.payment_plan.terms
    offered = instalments_for(kurus_of(total) or 0, terms, civil_day(board.clock()), wish=wish)
    if not offered:
        raise wrong("total", _which_debts(terms))
    return offered


def _which_debts(terms: Terms) -> str:
    least = max(terms.least_total, 2 * terms.least_instalment)
    return f"Debts of {lira(least)} to {lira(terms.most_total)} TRY may be paid in instalments."


OPERATIONS = (
    Operation(method="GET", path="/payment-plans/offer", scope="cases:read", summary="Show what may be offered",
              does=show_payment_offer, answers=OfferShown, query=OfferQuery),
    Operation(method="POST", path="/payment-plans", scope="cases:write", summary="Agree on a payment plan",
              does=post_payment_plan, answers=PaymentPlanShown, body=PlanWanted, problems=(409,)),
)  # fmt: skip
