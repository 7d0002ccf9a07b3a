"""Which channels a customer does not want to be written to on, or that they want no calls they did not ask for."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.channel import BY_TELEPHONE
from cases.customer import Customer
from cases.customer_email import emails_of
from cases.opt_out import CALL, OptOut, Way, opt_in, opt_out
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing
from staff.agent import agent

AT_THE_DESK: Final = "desk"


class OptOutShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    address: str
    channel: str
    since: Moment
    how: str = Field(description="message: they wrote so; refused: the network told us; desk: they told somebody here.")


class OptOutsShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    items: tuple[OptOutShown, ...]


class OptOutWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Way = Field(description="sms, whatsapp or email; call: surveys and other calls they did not ask for.")
    opted_out: bool
    agent_id: Words


def list_opt_outs(board: Board, asked: Asked) -> OptOutsShown:
    """Of all the customer's numbers and e-mail addresses."""
    with reading(board.database) as session:
        return _shown(session, _known(session, asked.path["customer"]))


def put_opt_out(board: Board, asked: Asked) -> OptOutsShown:
    """What the customer told somebody here, for all their addresses on one channel. Written to the audit trail."""
    wanted: OptOutWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        customer = _known(session, asked.path["customer"])
        if agent(session, wanted.agent_id) is None:
            raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
        for address in _addresses(session, customer, wanted.channel):
            if wanted.opted_out:
                opt_out(session, address, how=AT_THE_DESK, now=now, channel=wanted.channel)
            else:
                opt_in(session, address, wanted.channel)
        told = {"channel": wanted.channel, "opted_out": wanted.opted_out, "agent": wanted.agent_id}
        append_audit(session, asked.who.label, "opt_out_noted", f"customer:{customer.id}", told, now)
        session.flush()
        return _shown(session, customer)


def _known(session: Session, id: str) -> Customer:
    customer = session.get(Customer, id)
    if customer is None:
        raise unknown("customer", id)
    return customer


def _addresses(session: Session, customer: Customer, channel: Way) -> list[str]:
    if channel in (*BY_TELEPHONE, CALL):
        return [one.phone for one in customer.phones]
    return list(emails_of(session, customer.id))


def _shown(session: Session, customer: Customer) -> OptOutsShown:
    phones, emails = _addresses(session, customer, "sms"), _addresses(session, customer, "email")
    theirs = or_(OptOut.address.in_(phones), OptOut.address.in_(emails))
    rows = session.scalars(select(OptOut).where(theirs).order_by(OptOut.address, OptOut.channel))
    return OptOutsShown(items=tuple(OptOutShown.model_validate(row) for row in rows))


OPERATIONS = (
    Operation(method="GET", path="/customers/{customer}/opt-outs", scope="customers:read",
              summary="List what a customer does not want of us", does=list_opt_outs, answers=OptOutsShown,
              problems=(404,)),
    Operation(method="PUT", path="/customers/{customer}/opt-outs", scope="messages:write",
              summary="Note whether a customer wants messages or calls", does=put_opt_out, answers=OptOutsShown,
              body=OptOutWanted, problems=(404,)),
)  # fmt: skip
