"""A list of customers goes into the records: the new ones are added, the others are brought up to date.

Lists may have millions of rows. They go in as rows of the database, a piece at a time, all in the one transaction of
whoever asks: a list is in the records as a whole or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from cases.customer import Customer, CustomerPhone
from records.among import among
from records.database import insert, serialise
from records.imported import Imported
from records.spool import Spool


class CustomerFacts(NamedTuple):
    """What a row tells of a customer; None where its cell is empty, which tells nothing."""

    phone: str
    name: str
    name_fold: str
    language: str | None
    tier: str | None
    crm_id: str | None
    notes: str | None
    zone: str | None = None


TOLD = CustomerFacts._fields[1:]
"""What stands in the customer's own row."""
_PEOPLE, _PHONES = Customer.__table__, CustomerPhone.__table__
_CHANGE = (
    update(Customer).where(Customer.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in TOLD})
)


@dataclass(kw_only=True, slots=True, eq=False)
class _Person:
    id: str
    told: dict[str, str | None]
    phones: set[str]
    is_new: bool = False
    is_changed: bool = False
    new_phones: list[str] = field(default_factory=list)


def write_customers(session: Session, listed: Spool, *, new_id: Callable[[], str], now: datetime) -> Imported:
    """Add the customers who are new, and bring the others up to date.

    A row is of a customer we know when it has their crm_id, or their telephone and name; a caller nobody had asked
    for a name gets it now. Rows with one crm_id are one customer with several telephones.
    """
    serialise(session, "customers of a list")
    added = 0
    for piece in listed.pieces():
        people = _People(session, [CustomerFacts._make(cast(Any, row)) for row in piece])
        added += people.bring_up_to_date(new_id)
        people.write(session, now)
    return Imported(added=added, changed=len(listed) - added, doubts=tuple(listed.doubts))


class _People:
    """Whom the rows of a piece may mean, those they have added so far among them."""

    def __init__(self, session: Session, rows: list[CustomerFacts]) -> None:
        self._rows = rows
        self._touched: dict[str, _Person] = {}
        self._by_crm_id: dict[str, _Person] = {}
        self._by_phone: dict[str, dict[str, _Person]] = {}
        for person in _known(session, rows):
            self._can_be_found(person)

    def bring_up_to_date(self, new_id: Callable[[], str]) -> int:
        """How many are new."""
        added = 0
        for row in self._rows:
            person = self._whose(row)
            if person is None:
                self._can_be_found(self._new(new_id(), row))
                added += 1
            elif self._take_in(person, row):
                self._can_be_found(person)
        return added

    def write(self, session: Session, now: datetime) -> None:
        """As rows: objects of the session would take several times as long, under the lock."""
        new = [{"id": each.id, "known_since": now, **each.told} for each in self._touched.values() if each.is_new]
        changed = [each for each in self._touched.values() if each.is_changed and not each.is_new]
        phones = [
            {"customer_id": each.id, "phone": phone} for each in self._touched.values() for phone in each.new_phones
        ]
        if new:
            session.execute(insert(session, Customer), new)
        if changed:
            session.connection().execute(_CHANGE, [_change(each) for each in changed])
        if phones:
            session.execute(insert(session, CustomerPhone), phones)

    def _whose(self, row: CustomerFacts) -> _Person | None:
        """Of several alike, always the same one."""
        if row.crm_id and row.crm_id in self._by_crm_id:
            return self._by_crm_id[row.crm_id]
        there = self._by_phone.get(row.phone)
        if there is None:
            return None
        sharing = [there[id] for id in sorted(there) if row.crm_id is None or there[id].told["crm_id"] is None]
        named = [each for each in sharing if each.told["name_fold"] == row.name_fold]
        unnamed = [each for each in sharing if not each.told["name"]]
        return next(iter(named + unnamed), None)

    def _new(self, id: str, row: CustomerFacts) -> _Person:
        told = dict(zip(TOLD, row[1:], strict=True))
        person = _Person(id=id, told=told, phones={row.phone}, new_phones=[row.phone], is_new=True)
        self._touched[id] = person
        return person

    def _take_in(self, person: _Person, row: CustomerFacts) -> bool:
        """What the row tells; whether they can be found by more than before."""
        found_by = person.told["crm_id"]
        for name, value in zip(TOLD, row[1:], strict=True):
            if value is not None and person.told[name] != value:
                person.told[name] = value
                person.is_changed = True
        has_number = row.phone in person.phones
        if not has_number:
            person.phones.add(row.phone)
            person.new_phones.append(row.phone)
        self._touched[person.id] = person
        return not has_number or found_by != person.told["crm_id"]

    def _can_be_found(self, person: _Person) -> None:
        if crm_id := person.told["crm_id"]:
            self._by_crm_id[crm_id] = person
        for phone in person.phones:
            self._by_phone.setdefault(phone, {})[person.id] = person


def _known(session: Session, rows: Iterable[CustomerFacts]) -> list[_Person]:
    """Everybody who has a crm_id or a telephone of these rows."""
    crm_ids = {row.crm_id for row in rows if row.crm_id}
    their_phones = among(session, CustomerPhone.phone, {row.phone for row in rows})
    by_phone = Customer.id.in_(select(CustomerPhone.customer_id).where(their_phones))
    people = _people(session, by_phone) | (
        _people(session, among(session, Customer.crm_id, crm_ids)) if crm_ids else {}
    )
    if people:
        phones = select(_PHONES.c.customer_id, _PHONES.c.phone)
        for owner, phone in session.execute(phones.where(among(session, CustomerPhone.customer_id, people.keys()))):
            people[owner].phones.add(phone)
    return list(people.values())


def _people(session: Session, which: ColumnElement[bool]) -> dict[str, _Person]:
    chosen = select(_PEOPLE.c.id, *(_PEOPLE.c[name] for name in TOLD)).where(which)
    return {
        row[0]: _Person(id=row[0], told=dict(zip(TOLD, row[1:], strict=True)), phones=set())
        for row in session.execute(chosen)
    }


def _change(person: _Person) -> dict[str, str | None]:
    return {"which": person.id, **{f"new_{name}": value for name, value in person.told.items()}}
