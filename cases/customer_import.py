"""The list of customers, from a spreadsheet or another system's export."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cases.caller_id import parse_caller_id
from cases.customer import Customer, CustomerPhone
from cases.turkish import tr_fold
from records.csv_cells import languages_cell, phone_cell
from records.csv_file import CellRefused, Row, read_csv, refuse_faults, room_in
from records.database import insert
from records.imported import Imported

COLUMNS: Mapping[str, Sequence[str]] = {
    "phone": ("telefon", "numara", "tel", "telefon numarası", "phone number", "gsm", "cep", "cep telefonu"),
    "name": ("ad", "isim", "ad soyad", "adı soyadı", "müşteri", "müşteri adı", "full name"),
    "language": ("dil",),
    "tier": ("segment", "seviye", "grup", "sınıf"),
    "crm_id": ("crm", "crm no", "müşteri no", "müşteri numarası", "customer id"),
    "notes": ("not", "notlar", "açıklama", "note"),
}

AT_ONCE = 500
"""Values asked for in one statement; databases bound how many there may be."""

Facts = Mapping[str, str]
"""What a row tells of a customer, by attribute, and the telephone; an empty cell tells nothing."""


def import_customers(
    session: Session, path: Path, *, new_id: Callable[[], str], now: datetime, region: str = "TR"
) -> Imported:
    """Add the customers of a file, and bring those we know up to date. Raises CsvRefused; then nothing was written."""
    return write_customers(session, read_customers(path, region=region), new_id=new_id, now=now)


def read_customers(path: Path, *, region: str = "TR") -> list[Facts]:
    """What each row of the file tells; needs no database. Raises CsvRefused with every fault."""
    rows = read_csv(path, COLUMNS, required=("phone", "name"))
    facts = [_facts(row, region) for row in rows]
    refuse_faults(path.name, rows)
    return facts


def write_customers(session: Session, facts: Sequence[Facts], *, new_id: Callable[[], str], now: datetime) -> Imported:
    """Add the customers who are new, and bring the others up to date.

    A row is of a customer we know when it has their crm_id, or their telephone and name; a caller nobody had asked
    for a name gets it now. Rows with one crm_id are one customer with several telephones.
    """
    known = _Known(_customers_of(session, facts))
    new: list[Customer] = []
    for each in facts:
        customer = known.customer(each)
        if customer is None:
            customer = Customer(id=new_id(), known_since=now)
            new.append(customer)
        if _bring_up_to_date(customer, each):
            known.add(customer)
    session.flush()
    _insert(session, new)
    return Imported(added=len(new), changed=len(facts) - len(new))


def caller_cell(text: str, region: str = "TR") -> str:
    """The number as `parse_caller_id` tells it when it calls: E.164, but 444 0 332 is 4440332, also as +904440332."""
    number = phone_cell(text, region)
    caller = parse_caller_id(number, region)
    return caller.value if caller.kind == "short" else number


def _facts(row: Row, region: str) -> Facts:
    row.required("phone")
    told = {
        "phone": row.read("phone", partial(caller_cell, region=region)),
        "name": _name(row),
        "language": row.read("language", _one_language),
        "tier": row.text("tier", most=room_in(Customer.tier)),
        "crm_id": row.text("crm_id", most=room_in(Customer.crm_id)),
        "notes": row.text("notes"),
    }
    return {attribute: value for attribute, value in told.items() if value}


def _name(row: Row) -> str:
    """Some letters are two or more when a name is folded for searching, and there must be room for that as well."""
    name, most = row.required("name", most=room_in(Customer.name)), room_in(Customer.name_fold)
    if len(name) <= most < len(tr_fold(name)):
        row.fault("name", f"is longer than {most} letters when written out")
    return name


def _one_language(text: str) -> str:
    languages = languages_cell(text)
    if len(languages) != 1 or len(languages[0]) > room_in(Customer.language):
        raise CellRefused(f"{text} is not one language such as tr or en")
    return languages[0]


class _Known:
    """The customers a file may mean, those it has added so far among them."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._by_crm_id: dict[str, Customer] = {}
        self._by_phone: dict[str, dict[str, Customer]] = {}
        for customer in customers:
            self.add(customer)

    def add(self, customer: Customer) -> None:
        if customer.crm_id:
            self._by_crm_id[customer.crm_id] = customer
        for each in customer.phones:
            self._by_phone.setdefault(each.phone, {})[customer.id] = customer

    def customer(self, facts: Facts) -> Customer | None:
        """Who the row is of; of several alike, always the same one."""
        crm_id = facts.get("crm_id")
        if crm_id and crm_id in self._by_crm_id:
            return self._by_crm_id[crm_id]
        there = self._by_phone.get(facts["phone"], {})
        sharing = [there[id] for id in sorted(there) if crm_id is None or there[id].crm_id is None]
        named = [each for each in sharing if each.name_fold == tr_fold(facts["name"])]
        unnamed = [each for each in sharing if not each.name]
        return next(iter(named + unnamed), None)


def _customers_of(session: Session, facts: Sequence[Facts]) -> Iterator[Customer]:
    """Everybody who has a crm_id or a telephone of the file, some more than once."""
    with_phone = select(Customer).join(CustomerPhone)
    yield from _having(session, select(Customer), Customer.crm_id, {each.get("crm_id") for each in facts})
    yield from _having(session, with_phone, CustomerPhone.phone, {each["phone"] for each in facts})


def _having(
    session: Session, chosen: Select[Customer], column: InstrumentedAttribute[Any], values: set[str | None]
) -> Iterator[Customer]:
    wanted = sorted(value for value in values if value)
    for start in range(0, len(wanted), AT_ONCE):
        yield from session.scalars(chosen.where(column.in_(wanted[start : start + AT_ONCE])))


def _bring_up_to_date(customer: Customer, facts: Facts) -> bool:
    """Tells whether they can be found by more than before."""
    findable = (customer.crm_id, len(customer.phones))
    for attribute in facts.keys() - {"phone"}:
        if getattr(customer, attribute) != facts[attribute]:
            setattr(customer, attribute, facts[attribute])
    if facts["phone"] not in {each.phone for each in customer.phones}:
        customer.phones.append(CustomerPhone(phone=facts["phone"]))
    return findable != (customer.crm_id, len(customer.phones))


def _insert(session: Session, new: Sequence[Customer]) -> None:
    """As rows: to add thousands of them as objects of the session takes several times as long, under the lock."""
    columns = [each.key for each in Customer.__table__.columns if each.server_default is None]
    rows = [{column: getattr(each, column) for column in columns} for each in new]
    phones = [{"customer_id": each.id, "phone": phone.phone} for each in new for phone in each.phones]
    if new:
        session.execute(insert(session, Customer), rows)
        session.execute(insert(session, CustomerPhone), phones)
