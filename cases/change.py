"""A customer or a case is changed by somebody who has read it: of two who change it at once, the second looks again."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import Customer, CustomerPhone
from cases.customer_email import emails_are, emails_of
from cases.errors import Outdated
from cases.priority import least_priority

Changes = Mapping[str, Any]
"""Attribute → what it becomes; what is not in it stays."""
_IN_OTHER_TABLES: Final = ("phones", "emails")


def change_customer(session: Session, customer: Customer, changes: Changes, *, version: int) -> tuple[str, ...]:
    """The attributes that are different now. Raises Outdated; the row must be locked.

    `phones` and `emails` are all they have from now on.
    """
    _is_as_read(customer.version, version)
    changed = _set(customer, {name: value for name, value in changes.items() if name not in _IN_OTHER_TABLES})
    if _differ(changes.get("phones"), [each.phone for each in customer.phones]):
        _set_phones(customer, changes["phones"])
        changed = (*changed, "phones")
    if _differ(changes.get("emails"), emails_of(session, customer.id)):
        emails_are(session, customer.id, changes["emails"])
        changed = (*changed, "emails")
    if changed:
        customer.version = version + 1
    return changed


def change_case(case: Case, changes: Changes, *, version: int) -> tuple[str, ...]:
    """The same for a case. Its priority never falls below what it has by what it is.

    What the old link or the old reason gave it goes with them, unless somebody had given it more.
    """
    _is_as_read(case.version, version)
    before = least_priority(case)
    changed = _set(case, changes)
    given = case.priority if case.priority != before or "priority" in changes else 0
    case.priority = max(given, least_priority(case))
    if changed:
        case.version = version + 1
    return changed


def _is_as_read(version: int, read: int) -> None:
    if version != read:
        raise Outdated(version)


def _set(row: Customer | Case, changes: Changes) -> tuple[str, ...]:
    changed = tuple(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    return changed


def _differ(wanted: Any, known: Any) -> bool:
    return wanted is not None and set(wanted) != set(known)


def _set_phones(customer: Customer, phones: tuple[str, ...]) -> None:
    """Rows that stay are left alone: they are the keys of the table."""
    known = {each.phone: each for each in customer.phones}
    customer.phones = [known.get(phone) or CustomerPhone(phone=phone) for phone in dict.fromkeys(phones)]
