"""`sahip import`: a file goes in as a whole or not at all, and its faults go into a file beside it."""

import csv
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.case_import import read_cases
from cases.case_writing import write_cases
from cases.customer_import import read_customers
from cases.customer_writing import write_customers
from cases.dialable import EVERYWHERE, NumbersWeCall
from cases.hardship_import import read_hardships, write_hardships
from cases.never_called import NeverCalled, why_never
from engine.centre import CentreInvalid
from engine.centre_in_force import centre_here_in_force
from engine.settings import Settings
from engine.stores import database_of
from records.csv_file import CsvFault
from records.csv_writing import harmless
from records.database import make_room, reading, writing
from records.errors import CsvRefused
from records.imported import Imported
from records.migrations import upgrade
from records.schema import is_at_head
from staff.agent import agents
from staff.certificate_import import read_certificates, write_certificates
from staff.csv_import import read_agents, write_agents

ZONE = ZoneInfo("Europe/Istanbul")
"""Of the times people write into their lists."""


def bring_in(settings: Settings, what: str, file: Path, *, dry_run: bool) -> Imported:
    """Import agents, certificates, customers, cases or the register of hardship.

    Raises CsvRefused, after writing the errors file unless this is a dry run.
    """
    database = database_of(settings)
    if not is_at_head(database):
        upgrade(settings.database_url)
    try:
        write = _read(settings, database, what, file)
        with writing(database) as session:
            make_room(session)
            imported = _tried(session, write) if dry_run else write(session)
    except CsvRefused as refused:
        if not dry_run:
            write_errors(file, refused)
        raise
    if imported.doubts and not dry_run:
        write_doubts(file, imported.doubts)
    return imported


def _tried(session: Session, write: Callable[[Session], Imported]) -> Imported:
    """What it would come to. A point to return to costs SQLite a copy of every page, and so has no other use here."""
    with session.begin_nested() as attempt:
        imported = write(session)
        attempt.rollback()
    return imported


def _new_id() -> str:
    """Begins with the moment: what is added together lies together in the database, and a long list goes in faster."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def write_errors(file: Path, refused: CsvRefused) -> Path:
    """`agents.csv` → `agents.errors.csv`: line, column and reason, for the spreadsheet the list came from."""
    return _beside(file, ".errors.csv", refused.faults)


def write_doubts(file: Path, doubts: Iterable[CsvFault]) -> Path:
    """`customers.csv` → `customers.warnings.csv`: the same of what went in and should be known."""
    return _beside(file, ".warnings.csv", doubts)


def _beside(file: Path, suffix: str, faults: Iterable[CsvFault]) -> Path:
    beside = file.with_suffix(suffix)
    with beside.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "column", "reason"])
        writer.writerows([fault.line, harmless(fault.column), harmless(fault.reason)] for fault in faults)
    return beside


def _read(settings: Settings, database: Engine, what: str, file: Path) -> Callable[[Session], Imported]:
    """Reads the file and tells how to write it down, so that others wait for the writing alone."""
    now = datetime.now(UTC)
    if what == "agents":
        return partial(write_agents, listed=read_agents(file))
    if what == "customers":
        return partial(write_customers, listed=read_customers(file, never=_never(settings)), new_id=_new_id, now=now)
    if what == "hardship":
        return partial(write_hardships, listed=read_hardships(file), by="import", now=now)
    with reading(database) as session:
        ids = {agent.id for agent in agents(session)}
    if what == "certificates":
        return partial(write_certificates, facts=read_certificates(file, agents=ids), by="import", now=now)
    return partial(write_cases, listed=read_cases(file, agents=ids, zone=ZONE, never=_never(settings)), now=now)


def _never(settings: Settings) -> NeverCalled:
    """Which numbers this centre calls never, wherever they are; of a centre that cannot be read, any would not."""
    try:
        centre = centre_here_in_force(settings)
    except CentreInvalid:
        return why_never(NumbersWeCall(countries=EVERYWHERE))
    ours = {*centre.flow_of_number, *centre.policy.caller_ids, centre.policy.centre_number, settings.caller_id or ""}
    numbers = centre.dialler.numbers
    return why_never(
        NumbersWeCall(countries=EVERYWHERE, kinds=numbers.types, deny_prefixes=numbers.deny_prefixes, ours=ours)
    )
