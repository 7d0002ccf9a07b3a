"""A customer's PIN: it can be set and taken away, and read by nobody."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.customer import Customer
from cases.pin import Pin, set_pin
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from records.audit import append as append_audit
from records.database import writing
from records.pin_hash import PIN


class PinShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    customer_id: str
    set_at: Moment | None = Field(description="null: the customer has no PIN.")


class PinWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pin: Annotated[str, StringConstraints(pattern=f"^{PIN.pattern}$")] = Field(repr=False)


def put_pin(board: Board, asked: Asked) -> PinShown:
    """From now on this is the PIN. Written to the audit trail, without the PIN."""
    wanted: PinWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        customer = _known(session, asked.path["customer"])
        set_pin(session, customer_id=customer.id, pin=wanted.pin, secret=board.secret, now=now)
        append_audit(session, asked.who.label, "pin_set", f"customer:{customer.id}", {}, now)
    return PinShown(customer_id=customer.id, set_at=now)


def delete_pin(board: Board, asked: Asked) -> PinShown:
    with writing(board.database) as session:
        customer = _known(session, asked.path["customer"])
        pin = session.get(Pin, customer.id)
        if pin is not None:
            session.delete(pin)
            append_audit(session, asked.who.label, "pin_taken", f"customer:{customer.id}", {}, board.clock())
    return PinShown(customer_id=customer.id, set_at=None)


def _known(session: Session, customer_id: str) -> Customer:
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise unknown("customer", customer_id)
    return customer


OPERATIONS = (
    Operation(method="PUT", path="/customers/{customer}/pin", scope="customers:write", summary="Set a customer's PIN",
              does=put_pin, answers=PinShown, body=PinWanted, problems=(404,)),
    Operation(method="DELETE", path="/customers/{customer}/pin", scope="customers:write",
              summary="Take a customer's PIN away", does=delete_pin, answers=PinShown, problems=(404,)),
)  # fmt: skip
