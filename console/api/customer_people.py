"""Who may call for a customer."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.contact_person import ContactPerson, add_contact_person, contact_people_of
from cases.customer import Customer
from console.api.customers import known_customer
from console.api.fields import Phone, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from records.audit import append as append_audit
from records.database import reading, writing


class PersonShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    name: str
    phone: str | None
    relation: str | None
    may_decide: bool = Field(description="What they agree to, the customer has agreed to.")


class PersonWanted(BaseModel):
    """Their number becomes one of the customer's: a call from it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, StringConstraints(min_length=1, max_length=200)]
    phone: Phone | None = None
    relation: Annotated[Words, StringConstraints(max_length=80)] | None = Field(None, description="Son, caretaker…")
    may_decide: bool = False


def list_people(board: Board, asked: Asked) -> Page[PersonShown]:
    with reading(board.database) as session:
        return _people(session, known_customer(session, asked.path["customer"]))


def post_person(board: Board, asked: Asked) -> Page[PersonShown]:
    """Note somebody who may call for the customer; all of them are answered. Noted again they are one person."""
    wanted: PersonWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        person = ContactPerson(customer_id=customer.id, noted_at=now, **wanted.model_dump())
        person = add_contact_person(session, customer, person)
        told = {"person": person.id, "may_decide": person.may_decide}
        append_audit(session, asked.who.label, "person_noted", f"customer:{customer.id}", told, now)
        return _people(session, customer)


def delete_person(board: Board, asked: Asked) -> Page[PersonShown]:
    """They no longer call for the customer. Their number stays the customer's until it is taken away there."""
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        wanted = asked.path["person"]
        person = next((one for one in contact_people_of(session, customer.id) if str(one.id) == wanted), None)
        if person is None:
            raise unknown("person", wanted)
        session.delete(person)
        told = {"person": person.id}
        append_audit(session, asked.who.label, "person_removed", f"customer:{customer.id}", told, board.clock())
        session.flush()
        return _people(session, customer)


def _people(session: Session, customer: Customer) -> Page[PersonShown]:
    return Page(items=tuple(map(PersonShown.model_validate, contact_people_of(session, customer.id))))


OPERATIONS = (
    Operation(method="GET", path="/customers/{customer}/people", scope="customers:read",
              summary="List who may call for a customer", does=list_people, answers=Page[PersonShown],
              problems=(404,)),
    Operation(method="POST", path="/customers/{customer}/people", scope="customers:work",
              summary="Note who may call for a customer", does=post_person, answers=Page[PersonShown],
              body=PersonWanted, problems=(404,), kept_with_act=True),
    Operation(method="DELETE", path="/customers/{customer}/people/{person}", scope="customers:work",
              summary="Remove who called for a customer", does=delete_person, answers=Page[PersonShown],
              problems=(404,)),
)  # fmt: skip
