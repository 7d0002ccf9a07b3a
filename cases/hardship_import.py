"""Who cannot pay just now, from a list a ministry, a municipality or another department has made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.hardship import ACTIONS, Action, Hardship
from cases.hardship_register import Person, Scope, overlapping
from records.csv_cells import date_cell, phone_cell
from records.csv_file import Row, plain, read_csv, refuse_faults, room_in
from records.database import serialise
from records.errors import CellRefused
from records.imported import Imported

COLUMNS: Mapping[str, Sequence[str]] = {
    "phone": ("telefon", "tel", "telefon numarası", "gsm", "cep telefonu"),
    "subscriber": ("abone no", "abone", "abone numarası", "tesisat no", "sayaç no", "meter"),
    "actions": ("kapsam", "scope", "işlemler"),
    "starts_on": ("başlangıç", "başlangıç tarihi", "from"),
    "ends_on": ("bitiş", "bitiş tarihi", "to"),
    "debts_from": ("borç başlangıcı", "borç tarihi", "debts since"),
    "debts_until": ("borç bitişi", "debts to"),
    "reason": ("neden", "sebep", "gerekçe"),
}
ACTION_WORDS: Final[Mapping[str, Action]] = {
    "disconnect": "disconnect",
    "dunning": "dunning",
    "collection_call": "collection_call",
    "kesme": "disconnect",
    "kesinti": "disconnect",
    "ihtar": "dunning",
    "hatırlatma": "dunning",
    "tahsilat araması": "collection_call",
}
SCOPE: Final = ("actions", "ends_on", "debts_from", "debts_until", "reason")
DAYS: Final = ("starts_on", "ends_on", "debts_from", "debts_until")

Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class HardshipList:
    """A file as it was read: its rows, and what each says."""

    file: str
    rows: Sequence[Row]
    facts: Sequence[Facts]


def read_hardships(path: Path, *, region: str = "TR") -> HardshipList:
    """What each row of the file tells; needs no database. Raises CsvRefused with every fault."""
    rows = read_csv(path, COLUMNS, required=("starts_on", "reason"))
    facts = [_facts(row, region) for row in rows]
    refuse_faults(path.name, rows)
    return HardshipList(file=path.name, rows=rows, facts=facts)


def write_hardships(session: Session, listed: HardshipList, *, by: str, now: datetime) -> Imported:
    """Enter those who are new, and bring the others up to date: the same number from the same day is one entry.

    Raises CsvRefused where a row says something about days, actions and debts that another entry, or another row,
    speaks of already; then nothing was written.
    """
    serialise(session, "hardship")
    pairs = zip(listed.rows, listed.facts, strict=True)
    added = sum(_write(session, row, facts, by, now) for row, facts in pairs)
    refuse_faults(listed.file, listed.rows)
    return Imported(added=added, changed=len(listed.facts) - added)


def _facts(row: Row, region: str) -> Facts:
    phone = row.read("phone", partial(phone_cell, region=region))
    subscriber = row.number("subscriber", most=room_in(Hardship.subscriber)) or None
    if not row.text("phone") and subscriber is None:
        row.fault("phone", "a row needs a phone or a subscriber number")
    days = {name: row.read(name, date_cell) for name in DAYS}
    for first, last in (("starts_on", "ends_on"), ("debts_from", "debts_until")):
        begins, ends = days[first], days[last]
        if begins and ends and ends < begins:
            row.fault(last, f"lies before {first}")
    return {
        "phone": phone,
        "subscriber": subscriber,
        "actions": row.read("actions", _actions) or list(ACTIONS),
        "reason": row.required("reason", most=room_in(Hardship.reason)),
        **days,
    }


def _actions(text: str) -> list[Action]:
    """`kesme, ihtar` or `disconnect dunning`: what is not done; all of it where nothing stands."""
    words = {plain(word): action for word, action in ACTION_WORDS.items()}
    written = [word for word in text.replace(";", ",").replace("|", ",").split(",") if word.strip()]
    unknown = [word.strip() for word in written if plain(word) not in words]
    if unknown:
        raise CellRefused(f"{unknown[0]} is none of {', '.join(ACTION_WORDS)}")
    return sorted({words[plain(word)] for word in written})


def _write(session: Session, row: Row, facts: Facts, by: str, now: datetime) -> bool:
    """Whether the entry is new."""
    same = {name: facts[name] for name in ("phone", "subscriber", "starts_on")}
    entry = session.scalars(select(Hardship).filter_by(**same, ended_at=None)).first()
    new = entry is None
    scope = Scope(**{name: facts[name] for name in SCOPE}, starts_on=facts["starts_on"])
    person = Person(phone=facts["phone"], subscriber=facts["subscriber"])
    other = overlapping(session, person, scope, but=entry.id if entry else None)
    if other is not None:
        row.fault("starts_on", f"entry {other.id} speaks of the same days, actions and debts already")
        return new
    if entry is None:
        entry = Hardship(**same, made_by=by, made_at=now)
        session.add(entry)
    for name in SCOPE:
        setattr(entry, name, facts[name])
    session.flush()
    return new
