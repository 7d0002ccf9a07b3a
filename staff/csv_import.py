"""The list of agents, from a spreadsheet."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.csv_cells import date_cell, phone_cell, skills_cell, spoken_cell, word_cell
from records.csv_file import Row, read_csv, refuse_faults, refuse_repeats, room_in
from records.imported import Imported
from staff.agent import Agent

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("kod", "kimlik", "sicil", "sicil no", "kullanıcı", "kullanıcı adı"),
    "name": ("ad", "isim", "ad soyad", "adı soyadı", "full name"),
    "role": ("rol", "görev", "unvan"),
    "team": ("takım", "ekip"),
    "lead": ("takım lideri", "lider", "yönetici", "lead_id"),
    "stand_in": ("vekil", "yedek", "stand_in_id"),
    "phone": ("telefon", "numara", "tel", "dahili"),
    "endpoint": ("uç", "cihaz", "bağlantı"),
    "languages": ("diller", "dil"),
    "skills": ("yetenekler", "beceriler", "yetkinlikler"),
    "hired_on": ("işe giriş", "işe giriş tarihi", "işe başlama", "işe başlama tarihi"),
    "email": ("e-posta", "eposta", "e-mail", "mail"),
}
ROLE_WORDS = {
    "agent": "agent",
    "lead": "lead",
    "manager": "manager",
    "ops": "ops",
    "admin": "admin",
    "temsilci": "agent",
    "müşteri temsilcisi": "agent",
    "takım lideri": "lead",
    "lider": "lead",
    "yönetici": "manager",
    "müdür": "manager",
    "operasyon": "ops",
    "supervisor": "lead",
}
UNSEEN = ("Cc", "Zl", "Zp")
"""Unicode's categories of control characters and of breaks between lines and paragraphs."""
ENDPOINT_WORDS = {"browser": "browser", "phone": "phone", "tarayıcı": "browser", "telefon": "phone"}


@dataclass(frozen=True, kw_only=True)
class AgentList:
    """A file as it was read: its rows, and what each says of an agent, by attribute."""

    file: str
    rows: Sequence[Row]
    facts: Sequence[dict[str, object]]


def import_agents(session: Session, path: Path, *, region: str = "TR") -> Imported:
    """Add the agents of a file, and bring those we know up to date. Raises CsvRefused; then nothing was written."""
    return write_agents(session, read_agents(path, region=region))


def read_agents(path: Path, *, region: str = "TR") -> AgentList:
    """What the file tells, its faults with it: some show only beside those who work here already."""
    rows = read_csv(path, COLUMNS, required=("id", "name"))
    return AgentList(file=path.name, rows=rows, facts=[_facts(row, region) for row in rows])


def write_agents(session: Session, listed: AgentList) -> Imported:
    """Add the agents who are new and bring the others up to date; presence is left alone.

    A column the file does not have is left as it is. Raises CsvRefused with every fault; then nothing was written.
    """
    facts = listed.facts
    known = {agent.id: agent for agent in session.scalars(select(Agent))}
    _check_together(listed.rows, facts, known)
    refuse_faults(listed.file, listed.rows)
    for each in facts:
        _write(session, known.get(str(each["id"])), each)
    session.flush()
    changed = sum(each["id"] in known for each in facts)
    return Imported(added=len(facts) - changed, changed=changed)


def _facts(row: Row, region: str) -> dict[str, object]:
    """What the row says of an agent, by attribute, of the columns the file has."""
    spoken = row.read("languages", spoken_cell) or {}
    told: dict[str, tuple[str, object]] = {
        "id": ("id", _id(row)),
        "name": ("name", row.required("name", most=room_in(Agent.name))),
        "role": ("role", row.read("role", word_cell(ROLE_WORDS)) or "agent"),
        "team": ("team", _in_one_line(row, "team", row.text("team", most=room_in(Agent.team))) or None),
        "lead_id": ("lead", row.text("lead", most=room_in(Agent.lead_id)) or None),
        "stand_in_id": ("stand_in", row.text("stand_in", most=room_in(Agent.stand_in_id)) or None),
        "phone": ("phone", row.read("phone", partial(phone_cell, region=region))),
        "endpoint": ("endpoint", row.read("endpoint", word_cell(ENDPOINT_WORDS)) or "browser"),
        "languages": ("languages", list(spoken)),
        "language_levels": ("languages", spoken),
        "skills": ("skills", row.read("skills", skills_cell) or {}),
        "hired_on": ("hired_on", row.read("hired_on", date_cell)),
        "email": ("email", row.text("email", most=room_in(Agent.email)) or None),
    }
    return {attribute: value for attribute, (column, value) in told.items() if row.has(column)}


def _id(row: Row) -> str:
    """It stands in addresses of the API as it is."""
    row.number("id")
    name = row.required("id", most=room_in(Agent.id))
    if "/" in name or name in (".", ".."):
        row.fault("id", f"{name} cannot be part of an address: no /, and more than dots")
    return _in_one_line(row, "id", name)


def _in_one_line(row: Row, column: str, name: str) -> str:
    """Ids and teams name lines of the floor, which are kept one a row."""
    if any(unicodedata.category(letter) in UNSEEN for letter in name):
        row.fault(column, "has a line break or a control character in it")
    return name


def _check_together(rows: Sequence[Row], facts: Sequence[dict[str, object]], known: Mapping[str, Agent]) -> None:
    """What one row alone cannot tell: no agent twice, no telephone of two, leads and stand-ins who exist."""
    refuse_repeats(rows, "id", lambda row: row.text("id"))
    told = {each["id"] for each in facts}
    ids = told | set(known)
    theirs = {agent.phone: agent.id for agent in known.values() if agent.phone and agent.id not in told}
    for row, each in zip(rows, facts, strict=True):
        for attribute, column in (("lead_id", "lead"), ("stand_in_id", "stand_in")):
            if each.get(attribute) and each[attribute] not in ids:
                row.fault(column, f"{each[attribute]} is nobody's id")
        if each.get("endpoint") == "phone" and row.has("phone") and not row.text("phone"):
            row.fault("phone", "is empty, and this agent answers by phone")
        _check_phone(row, each, theirs)


def _check_phone(row: Row, facts: Mapping[str, object], theirs: dict[str, str]) -> None:
    phone, agent = facts.get("phone"), str(facts["id"])
    if isinstance(phone, str) and theirs.setdefault(phone, agent) != agent:
        row.fault("phone", f"{phone} is the telephone of {theirs[phone]}")


def _write(session: Session, agent: Agent | None, facts: Mapping[str, object]) -> None:
    if agent is None:
        session.add(Agent(**facts))
        return
    for attribute, value in facts.items():
        setattr(agent, attribute, value)
    agent.active = True
