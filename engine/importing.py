"""`sahip import`: a file goes in as a whole or not at all, and its faults go into a file beside it."""

import csv
import uuid
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cases.case_import import import_cases
from cases.customer_import import import_customers
from engine.settings import Settings
from engine.stores import database_of
from records.database import writing
from records.errors import CsvRefused
from records.imported import Imported
from records.migrations import upgrade
from staff.agent import agents
from staff.csv_import import import_agents

ZONE = ZoneInfo("Europe/Istanbul")
"""Of the times people write into their lists."""


def bring_in(settings: Settings, what: str, file: Path, *, dry_run: bool) -> Imported:
    """Import agents, customers or cases. Raises CsvRefused, after writing the errors file unless this is a dry run."""
    database = database_of(settings)
    upgrade(settings.database_url)
    try:
        with writing(database) as session, session.begin_nested() as attempt:
            imported = _import(session, what, file)
            if dry_run:
                attempt.rollback()
        return imported
    except CsvRefused as refused:
        if not dry_run:
            write_errors(file, refused)
        raise


def write_errors(file: Path, refused: CsvRefused) -> Path:
    """`agents.csv` → `agents.errors.csv`: line, column and reason, for the spreadsheet the list came from."""
    errors = file.with_suffix(".errors.csv")
    with errors.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "column", "reason"])
        writer.writerows([fault.line, fault.column, fault.reason] for fault in refused.faults)
    return errors


def _import(session: Session, what: str, file: Path) -> Imported:
    now = datetime.now(UTC)
    if what == "agents":
        return import_agents(session, file)
    if what == "customers":
        return import_customers(session, file, new_id=lambda: uuid.uuid4().hex, now=now)
    return import_cases(session, file, agents={agent.id for agent in agents(session)}, zone=ZONE, now=now)
