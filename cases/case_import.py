"""Cases that are open elsewhere, from a spreadsheet: with their owners and what was promised already."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import customers_with_phone
from cases.customer_import import caller_cell
from cases.ownership import take_ownership
from cases.promise import Promise, make_promise
from records.csv_cells import moment_cell, word_cell
from records.csv_file import Row, read_csv, refuse_faults, refuse_repeats, room_in
from records.imported import Imported
from records.outgoing_event import announce_nothing

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
PROMISED = "promised"
"""The kind of a promise somebody made before the case came to us."""


def import_cases(
    session: Session, path: Path, *, agents: Collection[str], zone: ZoneInfo, now: datetime, region: str = "TR"
) -> Imported:
    """Add the cases of a file, and bring those we know up to date. Raises CsvRefused; then nothing was written."""
    return write_cases(session, read_cases(path, agents=agents, zone=zone, region=region), now=now)


def read_cases(path: Path, *, agents: Collection[str], zone: ZoneInfo, region: str = "TR") -> list[dict[str, Any]]:
    """What each row of the file tells; times are in `zone`, and `agents` are the ids an owner may have.

    Needs no database. Raises CsvRefused with every fault.
    """
    rows = read_csv(path, COLUMNS, required=("number",))
    facts = [_facts(row, agents, zone, region) for row in rows]
    refuse_repeats(rows, "number", lambda row: row.text("number"))
    refuse_faults(path.name, rows)
    return facts


def write_cases(session: Session, facts: Sequence[Mapping[str, Any]], *, now: datetime) -> Imported:
    """Add the cases that are new and bring the others up to date.

    An empty cell, or a column the file does not have, changes nothing.
    """
    announce_nothing(session)
    added = sum(_write(session, each, now) for each in facts)
    return Imported(added=added, changed=len(facts) - added)


def _facts(row: Row, agents: Collection[str], zone: ZoneInfo, region: str) -> dict[str, Any]:
    if row.text("owner") and row.text("owner") not in agents:
        row.fault("owner", f"{row.text('owner')} is no agent's id")
    if bool(row.text("promised_what")) != bool(row.text("promised_for")):
        row.fault("promised_for", "a promise needs what was promised and for when")
    return {
        "number": row.required("number", most=room_in(Case.number)),
        "phone": row.read("phone", partial(caller_cell, region=region)),
        "subject": row.text("subject", most=room_in(Case.subject)),
        "reason": row.text("reason", most=room_in(Case.reason)),
        "owner": row.text("owner"),
        "status": row.read("status", word_cell(STATUS_WORDS)),
        "what": row.text("promised_what"),
        "due_at": row.read("promised_for", partial(moment_cell, zone=zone)),
    }


def _write(session: Session, facts: Mapping[str, Any], now: datetime) -> bool:
    """Add or change one case; tells whether it is new."""
    case = session.get(Case, facts["number"])
    new = case is None
    if case is None:
        case = Case(number=facts["number"], status="open", opened_at=now, last_touched_at=now)
        session.add(case)
    for attribute in ("phone", "subject", "reason"):
        if facts[attribute]:
            setattr(case, attribute, facts[attribute])
    _set_status(case, facts["status"], now)
    _find_customer(session, case)
    session.flush()
    if facts["owner"]:
        take_ownership(session, case_number=case.number, agent_id=facts["owner"], how="import", now=now)
    if facts["what"]:
        _write_promise(session, case, facts, now)
    return new


def _set_status(case: Case, status: str | None, now: datetime) -> None:
    if status and status != case.status:
        case.status = status
        case.closed_at = now if status == "closed" else None


def _find_customer(session: Session, case: Case) -> None:
    """The customer with the case's telephone, if it is one person's; whose a shared one is, a person must say."""
    if case.customer_id is None and case.phone:
        customers = customers_with_phone(session, case.phone)
        case.customer_id = customers[0].id if len(customers) == 1 else None


def _write_promise(session: Session, case: Case, facts: Mapping[str, Any], now: datetime) -> None:
    promise = session.scalars(
        select(Promise).where(
            Promise.case_number == case.number, Promise.kind == PROMISED, Promise.what == facts["what"]
        )
    ).first()
    if promise is None:
        make_promise(
            session,
            case_number=case.number,
            kind=PROMISED,
            what=facts["what"],
            due_at=facts["due_at"],
            by_agent=case.owner_id,
            now=now,
        )
    elif promise.status == "open":
        promise.agreed_for = promise.due_at = facts["due_at"]
        promise.look_at = now
