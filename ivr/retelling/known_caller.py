"""What was known of a caller when they called, as ids: enough to tell the call again, no names and no numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cases.caller_id import CallerId
from cases.identification import Caller, Elsewhere, KnownCustomer, OpenCase

MOST: Final = 10
"""Customers, and cases, that are told of one number."""


def known_of(caller: Caller) -> dict[str, Any]:
    """For the journal."""
    customers = [[known.id, known.language, known.tier] for known in caller.customers[:MOST]]
    cases = [[case.number, case.customer_id, case.owner_id] for case in caller.open_cases[:MOST]]
    elsewhere = caller.elsewhere.agent if caller.elsewhere else None
    told = (("customers", customers), ("cases", cases), ("elsewhere", elsewhere))
    return {name: known for name, known in told if known}


def caller_again(arrived: Mapping[str, Any], at: datetime) -> Caller:
    """The caller of an `arrived` event. Raises LookupError, TypeError or ValueError when it does not tell."""
    known = arrived["known"]
    return Caller(
        caller_id=CallerId(kind=arrived["from_kind"], value=arrived["from"]),
        customers=tuple(
            KnownCustomer(id=id, name="", language=language, tier=tier)
            for id, language, tier in known.get("customers", ())
        ),
        open_cases=tuple(
            OpenCase(number=number, customer_id=customer, owner_id=owner, opened_at=at, last_touched_at=at)
            for number, customer, owner in known.get("cases", ())
        ),
        elsewhere=Elsewhere(agent=known["elsewhere"]) if known.get("elsewhere") else None,
    )
