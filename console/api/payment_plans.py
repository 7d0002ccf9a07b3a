"""Debts that are paid in instalments: what both sides owe, and what has come."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.money import lira
from cases.payment_plan import PaymentPlan, instalment_paid, payment_plans, promises_of_plan
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import Problem, unknown
from console.api.promise_shown import PromiseShown
from console.api.serial_page import Serial, serial_page
from records.audit import append as append_audit
from records.database import reading, writing


class PaymentPlanShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    customer_id: str
    case_number: str
    total: str = Field(description="In lira, as 1000.00.")
    instalments: int
    accepted_at: Moment
    ends_on: date = Field(description="When the last instalment is due.")
    paid: int = Field(description="Instalments that have come.")
    patient_until: date | None = Field(description="The last day on which nothing is done; null once that is over.")
    broken_at: Moment | None = Field(description="When an instalment had not come in time, grace and all.")
    agent_id: str | None = Field(description="Who agreed it with the customer; null where they accepted in a call.")
    hardship_id: int | None = Field(description="The entry of the register that keeps everybody patient meanwhile.")
    promises: tuple[PromiseShown, ...] = Field(description="What both sides owe, the next due first.")


def list_payment_plans(board: Board, asked: Asked) -> Page[PaymentPlanShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        plans = payment_plans(session, limit=serial.limit, before=serial.before)
        return serial_page(query, [plan_shown(session, plan) for plan in plans])


def show_payment_plan(board: Board, asked: Asked) -> PaymentPlanShown:
    with reading(board.database) as session:
        return plan_shown(session, _known(session, asked.path["plan"]))


def post_payment(board: Board, asked: Asked) -> PaymentPlanShown:
    """The next instalment has come. 409 when all have, or the plan is broken.

    Send an Idempotency-Key: asked twice it is two instalments.

    Patience lasts until the instalment after it. Written to the audit trail.
    """
    now = board.clock()
    with writing(board.database) as session:
        plan = _known(session, asked.path["plan"])
        if not instalment_paid(session, plan, now=now):
            why = "An instalment did not come in time: the plan is broken" if plan.broken_at else "All have been paid"
            raise Problem(409, f"{why}.")
        append_audit(session, asked.who.label, "instalment_paid", f"case:{plan.case_number}", {"plan": plan.id}, now)
        return plan_shown(session, plan)


def _known(session: Session, number: str) -> PaymentPlan:
    digits = number.isascii() and number.isdigit() and len(number) < 10
    plan = session.get(PaymentPlan, int(number)) if digits else None
    if plan is None:
        raise unknown("payment plan", number)
    return plan


def plan_shown(session: Session, plan: PaymentPlan) -> PaymentPlanShown:
    return PaymentPlanShown(
        id=plan.id,
        customer_id=plan.customer_id,
        case_number=plan.case_number,
        total=lira(plan.kurus),
        instalments=plan.instalments,
        accepted_at=plan.accepted_at,
        ends_on=plan.ends_on,
        paid=plan.paid,
        patient_until=plan.patient_until,
        broken_at=plan.broken_at,
        agent_id=plan.agent_id,
        hardship_id=plan.hardship_id,
        promises=tuple(PromiseShown.model_validate(promise) for promise in promises_of_plan(session, plan)),
    )


OPERATIONS = (
    Operation(method="GET", path="/payment-plans", scope="cases:read", summary="List payment plans",
              does=list_payment_plans, answers=Page[PaymentPlanShown], query=PageQuery),
    Operation(method="GET", path="/payment-plans/{plan}", scope="cases:read", summary="Show a payment plan",
              does=show_payment_plan, answers=PaymentPlanShown, problems=(404,)),
    Operation(method="POST", path="/payment-plans/{plan}/payments", scope="cases:write",
              summary="Tell that an instalment was paid", does=post_payment, answers=PaymentPlanShown,
              problems=(404, 409), kept_with_act=True),
)  # fmt: skip
