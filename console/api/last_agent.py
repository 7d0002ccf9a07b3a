"""Whom a customer without an owner is led to: begun anew, where customer and agent had better not meet again."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from cases.customer import Customer
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from records.audit import append as append_audit
from records.database import writing


class LedAnew(BaseModel):
    model_config = ConfigDict(frozen=True)

    customer_id: str
    led_anew_since: Moment | None = Field(description="Conversations before do not lead to the agent of then.")


def delete_last_agent(board: Board, asked: Asked) -> LedAnew:
    """What was until now leads this customer to nobody. Owners of open cases stay."""
    now = board.clock()
    with writing(board.database) as session:
        customer = session.get(Customer, asked.path["customer"])
        if customer is None:
            raise unknown("customer", asked.path["customer"])
        customer.led_anew_since = now
        append_audit(session, asked.who.label, "led_anew", f"customer:{customer.id}", {}, now)
    return LedAnew(customer_id=asked.path["customer"], led_anew_since=now)


OPERATIONS = (
    Operation(method="DELETE", path="/customers/{customer}/last-agent", scope="customers:write",
              summary="Lead a customer anew, and not to the agent they talked with last", does=delete_last_agent,
              answers=LedAnew, problems=(404,)),
)  # fmt: skip
