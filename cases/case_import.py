"""Cases that are open elsewhere, from a spreadsheet: with their owners and what was promised already."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cases.case import Case
from cases.case_writing import CaseFacts, write_cases
from cases.customer_import import caller_cell, doubt_number
from cases.never_called import NeverCalled
from records.csv_cells import moment_cell, word_cell
from records.csv_file import CsvFault, Row, good_rows, room_in, rows_of, unrepeated
from records.imported import Imported
from records.spool import Spool

COLUMNS: Mapping[str, Sequence[str]] = {
    "number": ("numara", "no", "kayıt no", "talep no", "dosya no", "vaka no", "başvuru no", "case number"),
    "phone": ("telefon", "tel", "telefon numarası", "müşteri telefonu", "gsm", "cep telefonu"),
    "subject": ("konu", "başlık"),
    "reason": ("neden", "sebep", "kategori"),
    "owner": ("sahip", "sahibi", "sorumlu", "temsilci"),
    "status": ("durum",),
    "promised_what": ("söz", "verilen söz", "söz verilen"),
    "promised_for": ("söz tarihi", "termin", "söz verilen tarih", "tarih"),
}
STATUS_WORDS = {"open": "open", "closed": "closed", "açık": "open", "kapalı": "closed"}
STATUS = word_cell(STATUS_WORDS)


def import_cases(
    session: Session, path: Path, *, agents: Collection[str], zone: ZoneInfo, now: datetime, region: str = "TR"
) -> Imported:
    """Add the cases of a file, and bring those we know up to date. Raises CsvRefused; then nothing was written."""
    return write_cases(session, read_cases(path, agents=agents, zone=zone, region=region), now=now)


def read_cases(
    path: Path, *, agents: Collection[str], zone: ZoneInfo, region: str = "TR", never: NeverCalled | None = None
) -> Spool:
    """What each row of the file tells; times are in `zone`, and `agents` are the ids an owner may have.

    A telephone that is `never` called goes in and is told. Needs no database. Raises CsvRefused with every fault.
    """
    doubts: list[CsvFault] = []
    phone = partial(_phone, region=region, never=never, doubts=doubts)
    how = partial(_facts, agents=frozenset(agents), zone=zone, phone=phone)
    return Spool(good_rows(path, unrepeated(rows_of(path, COLUMNS, required=("number",)), "number"), how), doubts)


def _facts(row: Row, agents: Collection[str], zone: ZoneInfo, phone: Callable[[Row], str | None]) -> CaseFacts:
    owner, what = row.number("owner"), row.text("promised_what")
    if owner and owner not in agents:
        row.fault("owner", f"{owner} is no agent's id")
    if bool(what) != bool(row.text("promised_for")):
        row.fault("promised_for", "a promise needs what was promised and for when")
    return CaseFacts(
        number=row.required("number", most=room_in(Case.number)),
        phone=phone(row),
        subject=row.text("subject", most=room_in(Case.subject)) or None,
        reason=row.text("reason", most=room_in(Case.reason)) or None,
        owner=owner or None,
        status=row.read("status", STATUS) if row.has("status") else None,
        what=what or None,
        due_at=row.read("promised_for", partial(_due_cell, zone=zone)),
    )


def _phone(row: Row, region: str, never: NeverCalled | None, doubts: list[CsvFault]) -> str | None:
    phone = row.read("phone", partial(caller_cell, region=region))
    doubt_number(row, phone, never, doubts)
    return phone


def _due_cell(text: str, zone: ZoneInfo) -> str:
    return moment_cell(text, zone).isoformat()
