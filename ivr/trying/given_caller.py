"""The caller a test is given, as identification would have found them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from cases.caller_id import CallerId
from cases.identification import Caller, KnownCustomer, OpenCase
from ivr.trying.scenario import Given

A_NUMBER: Final = "+905320000000"
"""Whoever is given without a number calls from this one."""
LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


def caller_given(given: Given) -> Caller:
    """A case or a tier makes a known customer of the caller, unless `caller` says otherwise."""
    customers = tuple(
        KnownCustomer(id=f"customer-{number}", name="", language=given.language, tier=given.tier)
        for number in range(1, _how_many(given) + 1)
    )
    numbers = (*((given.case,) if given.case else ()), *given.cases)
    owners = given.owners or ("owner",)
    cases = tuple(_case(place, number, customers, owners[place % len(owners)]) for place, number in enumerate(numbers))
    return Caller(caller_id=_caller_id(given), customers=customers, open_cases=cases)


def _how_many(given: Given) -> int:
    match given.caller:
        case "several":
            return 2
        case "known":
            return 1
        case "unknown" | "withheld":
            return 0
        case _:
            return 1 if given.case or given.cases or given.tier else 0


def _caller_id(given: Given) -> CallerId:
    if given.caller == "withheld":
        return CallerId(kind="withheld")
    return CallerId(kind="e164", value=given.caller if given.caller and given.caller[0] == "+" else A_NUMBER)


def _case(place: int, number: str, customers: tuple[KnownCustomer, ...], owner: str) -> OpenCase:
    """The one named first was touched last; of several customers each has a case in turn."""
    customer = customers[place % len(customers)].id if customers else None
    touched = LONG_AGO - timedelta(days=place)
    return OpenCase(number=number, customer_id=customer, owner_id=owner, opened_at=touched, last_touched_at=touched)
