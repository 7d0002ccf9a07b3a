"""Customers and the numbers they call from."""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.number_policy import number_refused
from cases.customer import Customer, CustomerPhone
from cases.customer_email import emails_of
from cases.turkish import tr_fold
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown
from records.database import reading

LOOKED_AT: Final = 20_000
"""Customers whose names are read for one page: no index finds letters in the middle of a name."""


class CustomerShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str = Field(description="Empty for a caller nobody has asked yet.")
    language: str | None
    tier: str | None
    crm_id: str | None
    notes: str | None
    emails: tuple[str, ...]
    channel: str | None = Field(description="How they like to be written to: sms, whatsapp or email.")
    visit_preference: str | None = Field(description="What they wish of whoever visits them.")
    zone: str | None = Field(description="The IANA name of the time zone they live in, where it is known.")
    version: int = Field(description="Another one after every change; a change names the one it was made from.")
    known_since: Moment | None
    phones: tuple[str, ...]
    never_called: dict[str, str] = Field(description="Those of their numbers that we never call, each with why.")


def _with_plus(phone: str) -> str:
    """A plus sign that was not escaped arrives as a space."""
    return f"+{phone}" if phone[:1].isdigit() else phone


class CustomersQuery(PageQuery):
    name: Words | None = Field(None, description="Letters in the name, in any case: ışık finds IŞIK.")
    phone: Annotated[Words, AfterValidator(_with_plus)] | None = Field(None, description="An E.164 number.")


def list_customers(board: Board, asked: Asked) -> Page[CustomerShown]:
    """By id. Letters of a name are looked for among so many customers at a time: such a page may have fewer than its
    limit, or none, and still a `next_cursor`."""
    with reading(board.database) as session:
        return found_customers(board, session, asked.query)


def found_customers(
    board: Board, session: Session, query: CustomersQuery, *, at_once: int = LOOKED_AT
) -> Page[CustomerShown]:
    chosen, end = select(Customer).order_by(Customer.id).limit(query.limit + 1), None
    after = query.after(1) or ("",)
    if query.name:
        end = _end_of_stretch(session, after[0], at_once)
        chosen = chosen.where(Customer.name_fold.contains(tr_fold(query.name), autoescape=True))
    if end is not None:
        chosen = chosen.where(Customer.id <= end)
    if query.phone:
        with_phone = select(CustomerPhone.customer_id).where(CustomerPhone.phone == query.phone)
        chosen = chosen.where(Customer.id.in_(with_phone))
    shown = tuple(customer_shown(board, session, row) for row in session.scalars(chosen.where(Customer.id > after[0])))
    page = shown[: query.limit]
    last = page[-1].id if len(shown) > query.limit else end
    return Page(items=page, next_cursor=cursor_at(last) if last is not None else None)


def _end_of_stretch(session: Session, after: str, many: int) -> str | None:
    """The id of the last customer who is looked at; None where there are no more than that. Read off the index."""
    ids = select(Customer.id).where(Customer.id > after).order_by(Customer.id)
    return session.scalar(ids.offset(many - 1).limit(1))


def show_customer(board: Board, asked: Asked) -> CustomerShown:
    with reading(board.database) as session:
        return customer_shown(board, session, known_customer(session, asked.path["customer"]))


def known_customer(session: Session, id: str, *, to_change: bool = False) -> Customer:
    """The customer of an id, or a 404. `to_change`: nobody else changes them until the transaction ends."""
    row = session.get(Customer, id, with_for_update=to_change, populate_existing=to_change)
    if row is None:
        raise unknown("customer", id)
    return row


def customer_shown(board: Board, session: Session, row: Customer) -> CustomerShown:
    return CustomerShown(
        id=row.id,
        name=row.name,
        language=row.language,
        tier=row.tier,
        crm_id=row.crm_id,
        notes=row.notes,
        emails=tuple(emails_of(session, row.id)),
        channel=row.channel,
        visit_preference=row.visit_preference,
        zone=row.zone,
        version=row.version,
        known_since=row.known_since,
        phones=tuple(phones := sorted(one.phone for one in row.phones)),
        never_called={phone: why for phone in phones if (why := number_refused(phone, board))},
    )


OPERATIONS = (
    Operation(method="GET", path="/customers", scope="customers:read", summary="List customers",
              does=list_customers, answers=Page[CustomerShown], query=CustomersQuery),
    Operation(method="GET", path="/customers/{customer}", scope="customers:read", summary="Show a customer",
              does=show_customer, answers=CustomerShown, problems=(404,)),
)  # fmt: skip
