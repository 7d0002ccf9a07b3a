"""Who was examined in what, from a list the people who train have made."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from records.csv_cells import date_cell
from records.csv_file import Row, read_csv, refuse_faults, room_in
from records.errors import CellRefused
from records.imported import Imported
from staff.certificate import Certificate, is_a_name, put_certificate

COLUMNS: Mapping[str, Sequence[str]] = {
    "agent": ("temsilci", "kod", "sicil", "sicil no", "agent_id", "id"),
    "name": ("belge", "belge adı", "sertifika", "certificate"),
    "given_by": ("veren", "belgeyi veren", "eğitmen"),
    "valid_from": ("başlangıç", "başlangıç tarihi", "geçerlilik başlangıcı", "from"),
    "valid_until": ("bitiş", "bitiş tarihi", "geçerlilik bitişi", "until", "to"),
}

Facts = Mapping[str, Any]


def read_certificates(path: Path, *, agents: Collection[str]) -> list[Facts]:
    """What each row of the file tells; `agents` are the ids of those who work here. Raises CsvRefused."""
    rows = read_csv(path, COLUMNS, required=("agent", "name", "given_by", "valid_from"))
    facts = [_facts(row, agents) for row in rows]
    refuse_faults(path.name, rows)
    return facts


def write_certificates(session: Session, facts: Sequence[Facts], *, by: str, now: datetime) -> Imported:
    """Give those that are new and bring the others up to date: the same from the same day is one certificate."""
    added = sum(put_certificate(session, **each, made_by=by, now=now)[1] for each in facts)
    return Imported(added=added, changed=len(facts) - added)


def _facts(row: Row, agents: Collection[str]) -> Facts:
    row.number("agent")
    agent = row.required("agent")
    if agent and agent not in agents:
        row.fault("agent", f"{agent} is nobody's id")
    begins, ends = row.read("valid_from", date_cell), row.read("valid_until", date_cell)
    row.required("valid_from")
    if begins and ends and ends < begins:
        row.fault("valid_until", "lies before valid_from")
    row.required("name")
    return {
        "agent_id": agent,
        "name": row.read("name", _name_cell),
        "given_by": row.required("given_by", most=room_in(Certificate.given_by)),
        "valid_from": begins,
        "valid_until": ends,
    }


def _name_cell(text: str) -> str:
    if not is_a_name(text):
        raise CellRefused(f"{text} is not a name: a letter, then letters, digits, - and _")
    return text
