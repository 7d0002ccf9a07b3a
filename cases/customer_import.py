"""The list of customers, from a spreadsheet or another system's export."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy.orm import Session

from cases.caller_id import parse_caller_id
from cases.customer import Customer
from cases.customer_writing import CustomerFacts, write_customers
from cases.never_called import NeverCalled
from cases.turkish import tr_fold
from hours.zone_name import zone_written
from records.csv_cells import USUAL_NUMBER, languages_cell, phone_cell
from records.csv_file import MOST_FAULTS, CsvFault, Row, good_rows, room_in, rows_of
from records.errors import CellRefused
from records.imported import Imported
from records.spool import Spool

COLUMNS: Mapping[str, Sequence[str]] = {
    "phone": ("telefon", "numara", "tel", "telefon numarası", "phone number", "gsm", "cep", "cep telefonu"),
    "name": ("ad", "isim", "ad soyad", "adı soyadı", "müşteri", "müşteri adı", "full name"),
    "language": ("dil",),
    "tier": ("segment", "seviye", "grup", "sınıf"),
    "crm_id": ("crm", "crm no", "müşteri no", "müşteri numarası", "customer id"),
    "zone": ("saat dilimi", "zaman dilimi", "time zone", "timezone"),
    "notes": ("not", "notlar", "açıklama", "note"),
}


def import_customers(
    session: Session, path: Path, *, new_id: Callable[[], str], now: datetime, region: str = "TR"
) -> Imported:
    """Add the customers of a file, and bring those we know up to date. Raises CsvRefused; then nothing was written."""
    return write_customers(session, read_customers(path, region=region), new_id=new_id, now=now)


def read_customers(path: Path, *, region: str = "TR", never: NeverCalled | None = None) -> Spool:
    """What each row of the file tells; needs no database. Raises CsvRefused with every fault.

    A number that is `never` called goes in all the same, and is told.
    """
    doubts: list[CsvFault] = []
    how = partial(_facts, region=region, never=never, doubts=doubts)
    return Spool(good_rows(path, rows_of(path, COLUMNS, required=("phone", "name")), how), doubts)


def doubt_number(row: Row, phone: str | None, never: NeverCalled | None, doubts: list[CsvFault]) -> None:
    """Kept in mind where this number is never called; of very many the first are enough."""
    why = never(phone) if phone and never and len(doubts) < MOST_FAULTS else None
    if why is not None:
        doubts.append(row.remark("phone", why))


def caller_cell(text: str, region: str = "TR") -> str:
    """The number as `parse_caller_id` tells it when it calls: E.164, but 444 0 332 is 4440332, also as +904440332."""
    number = phone_cell(text, region)
    if region == "TR" and USUAL_NUMBER.fullmatch(text):
        return number  # no short number is written like this
    caller = parse_caller_id(number, region)
    return caller.value if caller.kind == "short" else number


def _facts(row: Row, region: str, never: NeverCalled | None, doubts: list[CsvFault]) -> CustomerFacts:
    row.required("phone")
    name = row.required("name", most=room_in(Customer.name))
    phone = row.read("phone", partial(caller_cell, region=region)) or ""
    doubt_number(row, phone, never, doubts)
    return CustomerFacts(
        phone=phone,
        name=name,
        name_fold=_fold(row, name),
        language=row.read("language", _one_language),
        tier=row.text("tier", most=room_in(Customer.tier)) or None,
        crm_id=row.number("crm_id", most=room_in(Customer.crm_id)) or None,
        notes=row.text("notes") or None,
        zone=row.read("zone", _zone),
    )


def _fold(row: Row, name: str) -> str:
    """Some letters are two or more when a name is folded for searching, and there must be room for that as well."""
    fold, most = tr_fold(name), room_in(Customer.name_fold)
    if len(name) <= most < len(fold):
        row.fault("name", f"is longer than {most} letters when written out")
    return fold


@lru_cache(maxsize=256)
def _one_language(text: str) -> str:
    languages = languages_cell(text)
    if len(languages) != 1 or len(languages[0]) > room_in(Customer.language):
        raise CellRefused(f"{text} is not one language such as tr or en")
    return languages[0]


@lru_cache(maxsize=256)
def _zone(text: str) -> str:
    zone = zone_written(text)
    if zone is None:
        raise CellRefused(f"{text} is no time zone such as Europe/Istanbul")
    return zone
