"""Calls after a purchase: booked with the customer's consent, shorter or longer by their tier."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.onboarding import (
    MEANING,
    Booking,
    BookingRefused,
    Onboarding,
    book_onboarding,
    cancel_onboarding,
    onboardings,
)
from cases.customer import Customer, customers_with_phone
from cases.dialable import dialable
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from console.api.serial_page import MOST_DIGITS
from records.database import reading, writing

CustomerId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


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
    """The same product for the same customer again is the same call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: CustomerId | None = Field(None, description="By default the one customer with this number.")
    phone: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    product: Annotated[Words, StringConstraints(min_length=1, max_length=120)]
    at: Moment | None = Field(None, description="On the hour or half past; by default as soon as somebody is free.")
    consent: Literal["spoken", "written", "web"] = Field(description="How they agreed. Without it nobody is called.")
    consent_at: Moment


class OnboardingsQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    customer: CustomerId | None = None


def list_onboardings(board: Board, asked: Asked) -> Page[OnboardingShown]:
    """What is booked from now on, the next first; the first 200."""
    query: OnboardingsQuery = asked.query
    with reading(board.database) as session:
        rows = onboardings(session, board.clock(), customer_id=query.customer)
        return Page(items=tuple(OnboardingShown.model_validate(row) for row in rows))


def post_onboarding(board: Board, asked: Asked) -> OnboardingShown:
    """Book the call. It is a promise in the ledger and a callback we owe. Written to the audit trail."""
    wanted: OnboardingWanted = asked.body
    with writing(board.database) as session:
        customer = _customer(session, board, wanted)
        facts = wanted.model_dump(exclude={"customer_id"})
        try:
            kept = book_onboarding(session, board, Booking(customer=customer, by=asked.who.label, **facts))
        except BookingRefused as refused:
            raise wrong(refused.field, MEANING[refused.why]) from refused
        return OnboardingShown.model_validate(kept)


def delete_onboarding(board: Board, asked: Asked) -> OnboardingShown:
    """They do not want it any more: the promise is released. Written to the audit trail."""
    number = asked.path["onboarding"]
    digits = number.isascii() and number.isdigit() and len(number) < MOST_DIGITS
    with writing(board.database) as session:
        kept = session.get(Onboarding, int(number)) if digits else None
        if kept is None:
            raise unknown("booking", number)
        cancel_onboarding(session, kept, by=asked.who.label, now=board.clock())
        return OnboardingShown.model_validate(kept)


def _customer(session: Session, board: Board, wanted: OnboardingWanted) -> Customer:
    if wanted.customer_id is not None:
        named = session.get(Customer, wanted.customer_id)
        if named is None:
            raise wrong("customer_id", f"There is no customer {wanted.customer_id}.")
        return named
    phone = dialable(wanted.phone, numbers_we_call(board))
    known = customers_with_phone(session, phone) if phone else ()
    if len(known) != 1:
        raise wrong("customer_id", "Whose is this number? Say which customer: " + _choice([one.id for one in known]))
    return known[0]


def _choice(ids: list[str]) -> str:
    return f"{', '.join(ids)}." if ids else "nobody has it."


OPERATIONS = (
    Operation(method="GET", path="/onboarding-calls", scope="customers:read", summary="List booked calls",
              does=list_onboardings, answers=Page[OnboardingShown], query=OnboardingsQuery),
    Operation(method="POST", path="/onboarding-calls", scope="calls:write", summary="Book a call after a purchase",
              does=post_onboarding, answers=OnboardingShown, body=OnboardingWanted),
    Operation(method="DELETE", path="/onboarding-calls/{onboarding}", scope="calls:write",
              summary="Call a booked call off", does=delete_onboarding, answers=OnboardingShown, problems=(404,)),
)  # fmt: skip
