"""Calls after a purchase: booked with the customer's consent, shorter or longer by their tier."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select

from callbacks.board import Board
from callbacks.onboarding import MEANING, Booking, BookingRefused, Onboarding, book_onboarding, cancel_onboarding
from cases.customer import Customer
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from console.api.serial_page import MOST_DIGITS
from records.database import reading, writing

A_FEW = 50


class OnboardingShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    customer_id: str
    case_number: str
    promise_id: int
    product: str
    at: Moment
    minutes: int
    consent: str = Field(description="How they agreed to be called: spoken, written or web.")
    consent_at: Moment
    state: str = Field(description="booked or cancelled.")


class OnboardingWanted(BaseModel):
    """The same product at the same time again is the same call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    product: Annotated[Words, StringConstraints(min_length=1, max_length=120)]
    at: Moment = Field(description="On the hour or half past, when somebody is there.")
    consent: Literal["spoken", "written", "web"] = Field(description="How they agreed. Without it nobody is called.")
    consent_at: Moment


def list_onboardings(board: Board, asked: Asked) -> Page[OnboardingShown]:
    """All that were ever booked for this customer, the latest first; the first 50."""
    with reading(board.database) as session:
        if session.get(Customer, asked.path["customer"]) is None:
            raise unknown("customer", asked.path["customer"])
        theirs = select(Onboarding).where(Onboarding.customer_id == asked.path["customer"])
        rows = session.scalars(theirs.order_by(Onboarding.at.desc(), Onboarding.id).limit(A_FEW))
        return Page(items=tuple(OnboardingShown.model_validate(row) for row in rows))


def post_onboarding(board: Board, asked: Asked) -> OnboardingShown:
    """Book the call. It is a promise in the ledger and a callback we owe. Written to the audit trail."""
    wanted: OnboardingWanted = asked.body
    with writing(board.database) as session:
        customer = session.get(Customer, asked.path["customer"])
        if customer is None:
            raise unknown("customer", asked.path["customer"])
        booking = Booking(customer=customer, by=f"key:{asked.key.id}", **wanted.model_dump())
        try:
            return OnboardingShown.model_validate(book_onboarding(session, board, booking))
        except BookingRefused as refused:
            raise wrong(refused.field, MEANING[refused.why]) from refused


def delete_onboarding(board: Board, asked: Asked) -> OnboardingShown:
    """They do not want it any more: the promise is released. Written to the audit trail."""
    with writing(board.database) as session:
        number = asked.path["onboarding"]
        digits = number.isascii() and number.isdigit() and len(number) < MOST_DIGITS
        kept = session.get(Onboarding, int(number)) if digits else None
        if kept is None or kept.customer_id != asked.path["customer"]:
            raise unknown("booking", number)
        cancel_onboarding(session, kept, by=f"key:{asked.key.id}", now=board.clock())
        return OnboardingShown.model_validate(kept)


ONBOARDINGS = "/customers/{customer}/onboarding-calls"
OPERATIONS = (
    Operation(method="GET", path=ONBOARDINGS, scope="customers:read", summary="List a customer's booked calls",
              does=list_onboardings, answers=Page[OnboardingShown], problems=(404,)),
    Operation(method="POST", path=ONBOARDINGS, scope="calls:write", summary="Book a call after a purchase",
              does=post_onboarding, answers=OnboardingShown, body=OnboardingWanted, problems=(404,)),
    Operation(method="DELETE", path=ONBOARDINGS + "/{onboarding}", scope="calls:write",
              summary="Call a booked call off", does=delete_onboarding, answers=OnboardingShown, problems=(404,)),
)  # fmt: skip
