"""Forgetting people, handing out what is held about them, and what may not be forgotten."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.customer import Customer
from cases.erasure import Asking, Erasure, ask_for_erasure, erasures
from cases.errors import HeldByLaw, SeveralPeople
from cases.legal_hold import HoldWanted, end_hold, hold, holds
from cases.person import Meant
from cases.recording_consent import consents
from console.api.fields import Moment, Phone, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from console.api.serial_page import MOST_DIGITS, Serial, serial_page
from records.database import reading, writing


class ErasureShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    state: str = Field(description="asked, forgotten, swept, overwriting or done.")
    waits_for: str | None = Field(description="Why it does not go on: call, hold, redis or night.")
    asked_by: str
    asked_at: Moment
    forgotten_at: Moment | None
    done_at: Moment | None
    rows: dict[str, int] = Field(description="How many rows were emptied or deleted, by table.")


class PersonMeant(BaseModel):
    """Who: a number, however it is written, or a customer's id; both where several share the number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: Phone | None = None
    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.phone is None and self.customer_id is None:
            raise ValueError("Say who: phone or customer_id.")
        return self

    @property
    def meant(self) -> Meant:
        return Meant(phone=self.phone, customer=self.customer_id)


class HoldShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    customer_id: str | None
    case_number: str | None
    reason: str
    made_by: str
    made_at: Moment
    ended_by: str | None
    ended_at: Moment | None


class ConsentShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    recording: str
    call: str
    customer_id: str | None
    flow: str
    version: str = Field(description="Of the flow, as it was published.")
    node: str
    language: str
    text: str = Field(description="What they heard before the beep, word for word.")
    text_hash: str = Field(description="SHA-256 of the text: the same words have the same one in every call.")
    at: Moment


class ConsentsQuery(PageQuery):
    customer: Words | None = Field(None, description="A customer's id.")


class LegalHoldWanted(BaseModel):
    """On a customer with all that is theirs, or on one case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Words, StringConstraints(min_length=1, max_length=300)]
    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None
    case_number: Annotated[Words, StringConstraints(max_length=40)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.customer_id is None) == (self.case_number is None):
            raise ValueError("Either customer_id or case_number.")
        return self


def list_erasures(board: Board, asked: Asked) -> Page[ErasureShown]:
    """The latest first. Nobody can be told from it."""
    query: PageQuery = asked.query
    with reading(board.database) as session:
        rows = erasures(session, limit=query.limit + 1, after=query.after_moment())
        shown = tuple(ErasureShown.model_validate(row) for row in rows)
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].asked_at.isoformat(), page[-1].id) if more else None)


def show_erasure(board: Board, asked: Asked) -> ErasureShown:
    with reading(board.database) as session:
        row = session.get(Erasure, asked.path["erasure"])
        if row is None:
            raise unknown("erasure", asked.path["erasure"])
        return ErasureShown.model_validate(row)


def post_erasure(board: Board, asked: Asked) -> ErasureShown:
    """Ask for a person to be forgotten; the clock carries it out within seconds, or after their call. Asked again it is
    the same erasure. 404 where nothing is known of them, 409 where several share the number or a legal hold stands."""
    wanted: PersonMeant = asked.body
    asking = Asking(meant=wanted.meant, who=asked.who.label, now=board.clock(), secret=board.secret)
    try:
        with writing(board.database) as session:
            row = ask_for_erasure(session, asking, new_id=board.new_id())
            if row is None:
                raise Problem(404, "Nothing is known of them: there is nothing to forget.")
            return ErasureShown.model_validate(row)
    except (SeveralPeople, HeldByLaw) as refused:
        raise Problem(409, str(refused)) from None


def list_consents(board: Board, asked: Asked) -> Page[ConsentShown]:
    """Who spoke after they were told that they would be recorded, the latest first."""
    query: ConsentsQuery = asked.query
    with reading(board.database) as session:
        rows = consents(session, limit=query.limit + 1, after=query.after_moment(), customer=query.customer)
        shown = tuple(ConsentShown.model_validate(row) for row in rows)
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].at.isoformat(), page[-1].recording) if more else None)


def list_holds(board: Board, asked: Asked) -> Page[HoldShown]:
    """The latest first, those that ended too."""
    query: PageQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = holds(session, limit=serial.limit, before=serial.before)
        return serial_page(query, [HoldShown.model_validate(row) for row in rows])


def post_hold(board: Board, asked: Asked) -> HoldShown:
    """From now on nothing of it is forgotten, by wish or by age. Written to the audit trail."""
    wanted: LegalHoldWanted = asked.body
    with writing(board.database) as session:
        _there(session, wanted)
        row = hold(session, HoldWanted(**wanted.model_dump()), who=asked.who.label, now=board.clock())
        return HoldShown.model_validate(row)


def delete_hold(board: Board, asked: Asked) -> HoldShown:
    """End it; ending it again changes nothing. Written to the audit trail."""
    number = asked.path["hold"]
    with writing(board.database) as session:
        known = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
        row = end_hold(session, int(number), who=asked.who.label, now=board.clock()) if known else None
        if row is None:
            raise unknown("legal hold", asked.path["hold"])
        return HoldShown.model_validate(row)


def _there(session: Session, wanted: LegalHoldWanted) -> None:
    if wanted.customer_id is not None and session.get(Customer, wanted.customer_id) is None:
        raise wrong("customer_id", f"There is no customer {wanted.customer_id}.")
    if wanted.case_number is not None and session.get(Case, wanted.case_number) is None:
        raise wrong("case_number", f"There is no case {wanted.case_number}.")


OPERATIONS = (
    Operation(method="GET", path="/erasures", scope="privacy:read", summary="List people who asked to be forgotten",
              does=list_erasures, answers=Page[ErasureShown], query=PageQuery),
    Operation(method="POST", path="/erasures", scope="privacy:write", summary="Forget a person",
              does=post_erasure, answers=ErasureShown, body=PersonMeant, problems=(404, 409), kept=False),
    Operation(method="GET", path="/erasures/{erasure}", scope="privacy:read", summary="Show how far an erasure is",
              does=show_erasure, answers=ErasureShown, problems=(404,)),
    Operation(method="GET", path="/recording-consents", scope="privacy:read", summary="List consents to be recorded",
              does=list_consents, answers=Page[ConsentShown], query=ConsentsQuery),
    Operation(method="GET", path="/legal-holds", scope="privacy:read", summary="List legal holds",
              does=list_holds, answers=Page[HoldShown], query=PageQuery),
    Operation(method="POST", path="/legal-holds", scope="privacy:write", summary="Keep something for the law",
              does=post_hold, answers=HoldShown, body=LegalHoldWanted),
    Operation(method="DELETE", path="/legal-holds/{hold}", scope="privacy:write", summary="End a legal hold",
              does=delete_hold, answers=HoldShown, problems=(404,)),
)  # fmt: skip
