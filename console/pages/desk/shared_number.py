"""Several customers share the number that calls: which of them it is, a person asks and says."""

from collections.abc import Mapping
from typing import Any, Final

from cases.turkish import tr_sort_key
from console.api.cases import CaseShown, show_case
from console.api.customers import CustomerShown, CustomersQuery, list_customers
from console.pages.asking import ask
from console.pages.page import Visit
from records.call_record import CallRecord

MOST: Final = 30
"""Who share a number: a family, a shop, a block of flats."""


def sharing(visit: Visit, record: CallRecord, case: CaseShown | None) -> tuple[CustomerShown, ...]:
    """Everybody it may be, by name; nobody where the number is one person's, or no number, and where they came about
    somebody's case: that is theirs, whoever rings about it."""
    if record.customer_id is not None or not record.from_number or record.from_kind != "e164":
        return ()
    if case is not None and case.customer_id is not None and case.opened_by_call != record.sid:
        return ()
    query = CustomersQuery.model_validate({"phone": record.from_number, "limit": MOST})
    found = ask(visit, list_customers, query).items
    return tuple(sorted(found, key=lambda one: (tr_sort_key(one.name), one.id))) if len(found) > 1 else ()


def whose_of(record: CallRecord, case: CaseShown | None) -> str | None:
    """The customer's id: known by the number, else what somebody said of the case."""
    return record.customer_id or (case.customer_id if case else None)


def who_of_them(visit: Visit, record: CallRecord | None) -> Mapping[str, Any]:
    """Asked of whoever talks; their answer is written on the case."""
    if record is None or record.case_number is None:
        return {"case": None, "sharing": ()}
    case = ask(visit, show_case, case=record.case_number)
    return {"case": case, "sharing": sharing(visit, record, case)}
