"""What a customer bought with what they bought, and may ask for."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from cases.entitlement import Entitlement, Kind, entitlement_named, entitlements_of
from console.api.customers import known_customer
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing

Short = Annotated[Words, StringConstraints(min_length=1, max_length=80)]


class EntitlementShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    kind: str
    product: str
    serial: str | None
    reference: str | None
    starts_on: date
    ends_on: date | None
    used_on: date | None
    covers: str | None
    good: bool = Field(description="Whether the customer may ask for it today.")
    noted_by: str
    noted_at: Moment


class EntitlementWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    product: Annotated[Words, StringConstraints(min_length=1, max_length=120)]
    serial: Short | None = None
    reference: Short | None = Field(
        None, description="Another system's name for it: sent again, it is brought up to date."
    )
    starts_on: date
    ends_on: date | None = Field(None, description="The last day; without one for ever.")
    covers: Annotated[Words, StringConstraints(max_length=300)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on")
        return self


class Use(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    used_on: date | None = Field(None, description="Without it today.")


def list_entitlements(board: Board, asked: Asked) -> Page[EntitlementShown]:
    """All in one page; what ends last comes first."""
    with reading(board.database) as session:
        return _entitlements(session, board, known_customer(session, asked.path["customer"]).id)


def post_entitlement(board: Board, asked: Asked) -> Page[EntitlementShown]:
    """Note what they bought; all of it is answered. One with the same reference is brought up to date. Audited."""
    wanted: EntitlementWanted = asked.body
    now, by = board.clock(), asked.who.label
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        one = entitlement_named(session, customer.id, wanted.reference) if wanted.reference else None
        if one is None:
            one = Entitlement(customer_id=customer.id, noted_by=by, noted_at=now)
            session.add(one)
        for name, value in wanted.model_dump().items():
            setattr(one, name, value)
        session.flush()
        told = {"entitlement": one.id, "kind": one.kind}
        append_audit(session, by, "entitlement_noted", f"customer:{customer.id}", told, now)
        return _entitlements(session, board, customer.id)


def post_entitlement_use(board: Board, asked: Asked) -> Page[EntitlementShown]:
    """What can be had once was had. Said again, the first day stays."""
    wanted: Use = asked.body
    today, by = civil_day(board.clock()), asked.who.label
    if wanted.used_on is not None and wanted.used_on > today:
        raise wrong("used_on", "This lies in the future.")
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        one = _theirs(session, customer.id, asked.path["entitlement"])
        if one.used_on is None:
            one.used_on = wanted.used_on or today
            told = {"entitlement": one.id}
            append_audit(session, by, "entitlement_used", f"customer:{customer.id}", told, board.clock())
            session.flush()
        return _entitlements(session, board, customer.id)


def delete_entitlement(board: Board, asked: Asked) -> Page[EntitlementShown]:
    """It was noted by mistake."""
    with writing(board.database) as session:
        customer = known_customer(session, asked.path["customer"], to_change=True)
        one = _theirs(session, customer.id, asked.path["entitlement"])
        session.delete(one)
        told = {"entitlement": one.id}
        by = asked.who.label
        append_audit(session, by, "entitlement_removed", f"customer:{customer.id}", told, board.clock())
        session.flush()
        return _entitlements(session, board, customer.id)


def _theirs(session: Session, customer_id: str, id: str) -> Entitlement:
    found = next((one for one in entitlements_of(session, customer_id) if str(one.id) == id), None)
    if found is None:
        raise unknown("entitlement of theirs", id)
    return found


def _entitlements(session: Session, board: Board, customer_id: str) -> Page[EntitlementShown]:
    today = civil_day(board.clock())
    return Page(items=tuple(_shown(one, today) for one in entitlements_of(session, customer_id)))


def _shown(one: Entitlement, today: date) -> EntitlementShown:
    names = EntitlementShown.model_fields.keys() - {"good"}
    return EntitlementShown(good=one.is_good(today), **{name: getattr(one, name) for name in names})


OPERATIONS = (
    Operation(method="GET", path="/customers/{customer}/entitlements", scope="customers:read",
              summary="List what a customer may ask for", does=list_entitlements, answers=Page[EntitlementShown],
              problems=(404,)),
    Operation(method="POST", path="/customers/{customer}/entitlements", scope="customers:work",
              summary="Note what a customer bought", does=post_entitlement, answers=Page[EntitlementShown],
              body=EntitlementWanted, problems=(404,), kept_with_act=True),
    Operation(method="POST", path="/customers/{customer}/entitlements/{entitlement}/use", scope="customers:work",
              summary="Say that it was used", does=post_entitlement_use, answers=Page[EntitlementShown], body=Use,
              problems=(404,), kept_with_act=True),
    Operation(method="DELETE", path="/customers/{customer}/entitlements/{entitlement}", scope="customers:work",
              summary="Remove what was noted by mistake", does=delete_entitlement, answers=Page[EntitlementShown],
              problems=(404,)),
)  # fmt: skip
