"""The language a caller chose is kept with the customer, so that the next call begins in it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import Customer
from records.journal import EventRow

_CHOSEN = (
    select(EventRow.data)
    .where(EventRow.call == bindparam("call"), EventRow.kind == "language_chosen")
    .order_by(EventRow.at.desc(), EventRow.seq.desc())
    .limit(1)
)


def keep_chosen_language(session: Session, chosen: Mapping[str, Any]) -> None:
    """The customer is spoken to in this language from now on. A caller nobody knew then has no customer yet."""
    customer = session.get(Customer, str(chosen.get("customer") or ""))
    if customer is not None:
        customer.language = str(chosen["language"])


def learn_chosen_language(session: Session, *, call: str, case: str) -> None:
    """A customer we first met in this call, after they had chosen, keeps that language as well."""
    customer = session.get(Customer, session.get_one(Case, case).customer_id or "")
    chosen = session.scalar(_CHOSEN, {"call": call})
    if customer is not None and customer.language is None and chosen:
        customer.language = str(chosen["language"])
