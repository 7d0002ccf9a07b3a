"""Customers are put on record and changed. What proves who they are (a PIN) is set elsewhere."""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.change import change_customer
from cases.channel import Channel
from cases.customer import Customer, CustomerPhone, customers_with_phone
from cases.customer_email import emails_are
from cases.errors import Outdated
from cases.turkish import tr_fold
from console.api.customers import CustomerShown, customer_shown, known_customer
from console.api.fields import Email, Language, Phone, Version, Words, Zone
from console.api.operation import Asked, Operation
from console.api.problem import Problem, outdated, wrong
from records.audit import append as append_audit
from records.csv_file import room_in
from records.database import serialise, writing

LONGEST_FOLDED: Final = room_in(Customer.name_fold)
DECIDED_ELSEWHERE = ("tier", "crm_id")
"""What a lead may say of a customer and an agent may not."""


def _can_be_searched(name: str) -> str:
    """Some letters are several when a name is folded for searching."""
    if len(tr_fold(name)) > LONGEST_FOLDED:
        raise ValueError("This is too long when written out")
    return name


Name = Annotated[Words, StringConstraints(min_length=1, max_length=120), AfterValidator(_can_be_searched)]
Phones = Annotated[tuple[Phone, ...], Field(max_length=20)]
Emails = Annotated[tuple[Email, ...], Field(max_length=20)]
Tier = Annotated[Words, StringConstraints(min_length=1, max_length=40)]
CrmId = Annotated[Words, StringConstraints(min_length=1, max_length=80)]
Notes = Annotated[Words, StringConstraints(max_length=4000)]
Wish = Annotated[Words, StringConstraints(max_length=300)]


class CustomerWanted(BaseModel):
    """Tier and crm_id are a lead's to give."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    phones: Phones = ()
    language: Language | None = None
    tier: Tier | None = None
    crm_id: CrmId | None = None
    notes: Notes | None = None
    emails: Emails = ()
    channel: Channel | None = Field(None, description="How they like to be written to.")
    visit_preference: Wish | None = Field(None, description="What they wish of whoever visits them.")
    zone: Zone | None = Field(None, description="The time zone they live in, where it is not their number's.")


class CustomerChange(BaseModel):
    """What is not named stays; null empties it. `phones` and `emails` are all they have from now on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version
    name: Name | None = None
    phones: Phones | None = None
    language: Language | None = None
    tier: Tier | None = None
    crm_id: CrmId | None = None
    notes: Notes | None = None
    emails: Emails | None = None
    channel: Channel | None = None
    visit_preference: Wish | None = None
    zone: Zone | None = None


def post_customer(board: Board, asked: Asked) -> CustomerShown:
    """Put a customer on record. 409 where one of this name has one of these numbers already. Written to the audit."""
    wanted: CustomerWanted = asked.body
    told = wanted.model_dump(exclude_unset=True)
    _may_say(asked, told)
    now = board.clock()
    with writing(board.database) as session:
        serialise(session, "new customers")
        _is_new(session, wanted)
        _crm_id_is_free(session, wanted.crm_id)
        phones = [CustomerPhone(phone=phone) for phone in dict.fromkeys(told.pop("phones", ()))]
        emails = told.pop("emails", ())
        customer = Customer(id=board.new_id(), known_since=now, phones=phones, **told)
        session.add(customer)
        session.flush()
        emails_are(session, customer.id, emails)
        append_audit(session, asked.who.label, "customer_made", f"customer:{customer.id}", {}, now)
        return customer_shown(board, session, customer)


def patch_customer(board: Board, asked: Asked) -> CustomerShown:
    """Change what is known of a customer. Which fields changed is audited, not what they say."""
    wanted: CustomerChange = asked.body
    changes = wanted.model_dump(exclude_unset=True, exclude={"version"})
    _may_say(asked, changes)
    _stays_somebody(changes)
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        _crm_id_is_free(session, changes.get("crm_id"), but_for=customer.id)
        try:
            changed = change_customer(session, customer, changes, version=wanted.version)
        except Outdated as trouble:
            raise outdated(trouble) from trouble
        if changed:
            told = {"changed": sorted(changed)}
            append_audit(session, asked.who.label, "customer_changed", f"customer:{customer.id}", told,
                         board.clock())  # fmt: skip
        return customer_shown(board, session, customer)


def _may_say(asked: Asked, told: dict[str, object]) -> None:
    for field in DECIDED_ELSEWHERE:
        if field in told and not asked.who.may("customers:write"):
            raise Problem(403, f"The role {asked.who.role} may not say a customer's {field}: it needs customers:write.")


def _stays_somebody(changes: dict[str, object]) -> None:
    for field in ("name", "phones", "emails"):
        if field in changes and changes[field] is None:
            raise wrong(field, "This cannot be null.")


def _is_new(session: Session, wanted: CustomerWanted) -> None:
    """The same person put on record twice would have two stories."""
    for phone in wanted.phones:
        same = [each.id for each in customers_with_phone(session, phone) if each.name_fold == tr_fold(wanted.name)]
        if same:
            raise Problem(409, f"Customer {same[0]} has this name and the number {phone}.")


def _crm_id_is_free(session: Session, crm_id: object, *, but_for: str = "") -> None:
    if crm_id is None:
        return
    has = session.scalar(select(Customer.id).where(Customer.crm_id == crm_id, Customer.id != but_for))
    if has is not None:
        raise wrong("crm_id", f"Customer {has} has it.")


OPERATIONS = (
    Operation(method="POST", path="/customers", scope="customers:work", summary="Put a customer on record",
              does=post_customer, answers=CustomerShown, body=CustomerWanted, kept_with_act=True),
    Operation(method="PATCH", path="/customers/{customer}", scope="customers:work", summary="Change a customer",
              does=patch_customer, answers=CustomerShown, body=CustomerChange, problems=(404,), kept_with_act=True),
)  # fmt: skip
