"""The list of customers, from a spreadsheet or another system's export."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.customer import Customer, CustomerPhone, customers_with_phone
from cases.turkish import tr_fold
from records.csv_cells import languages_cell, phone_cell
from records.csv_file import CellRefused, Row, read_csv, refuse_faults
from records.imported import Imported

COLUMNS: Mapping[str, Sequence[str]] = {
    "phone": ("telefon", "numara", "tel", "telefon numarası", "phone number", "gsm", "cep", "cep telefonu"),
    "name": ("ad", "isim", "ad soyad", "adı soyadı", "müşteri", "müşteri adı", "full name"),
    "language": ("dil",),
    "tier": ("segment", "seviye", "grup", "sınıf"),
    "crm_id": ("crm", "crm no", "müşteri no", "müşteri numarası", "customer id"),
    "notes": ("not", "notlar", "açıklama", "note"),
}


def import_customers(session: Session, path: Path, *, new_id: Callable[[], str], now: datetime,
                     region: str = "TR") -> Imported:
    """Add the customers of a file, and bring those we know up to date.

    A row is of a customer we know when it has their crm_id, or their telephone and name; a caller nobody had asked
    for a name gets it now. Rows with one crm_id are one customer with several telephones. Raises CsvRefused with
    every fault; then nothing was written.
    """
    rows = read_csv(path, COLUMNS, required=("phone", "name"))
    facts = [_facts(row, region) for row in rows]
    refuse_faults(path.name, rows)
    added = 0
    for each in facts:
        customer = _known_customer(session, each)
        if customer is None:
            customer = Customer(id=new_id(), known_since=now)
            session.add(customer)
            added += 1
        _bring_up_to_date(customer, each)
        session.flush()
    return Imported(added=added, changed=len(facts) - added)


def _facts(row: Row, region: str) -> dict[str, str]:
    """What the row tells, by attribute; an empty cell tells nothing."""
    row.required("phone")
    told = {
        "phone": row.read("phone", partial(phone_cell, region=region)),
        "name": row.required("name"),
        "language": row.read("language", _one_language),
        "tier": row.text("tier"),
        "crm_id": row.text("crm_id"),
        "notes": row.text("notes"),
    }
    return {attribute: value for attribute, value in told.items() if value}


def _one_language(text: str) -> str:
    languages = languages_cell(text)
    if len(languages) != 1:
        raise CellRefused(f"{text} is not one language such as tr or en")
    return languages[0]


def _known_customer(session: Session, facts: Mapping[str, str]) -> Customer | None:
    crm_id = facts.get("crm_id")
    if crm_id and (customer := session.scalars(select(Customer).where(Customer.crm_id == crm_id)).first()):
        return customer
    sharing = [each for each in customers_with_phone(session, facts["phone"]) if crm_id is None or each.crm_id is None]
    named = [each for each in sharing if each.name_fold == tr_fold(facts["name"])]
    unnamed = [each for each in sharing if not each.name]
    return next(iter(named + unnamed), None)


def _bring_up_to_date(customer: Customer, facts: Mapping[str, str]) -> None:
    for attribute in facts.keys() - {"phone"}:
        setattr(customer, attribute, facts[attribute])
    if facts["phone"] not in {each.phone for each in customer.phones}:
        customer.phones.append(CustomerPhone(phone=facts["phone"]))
