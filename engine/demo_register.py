"""The demo's register of hardship, and somebody in the field who may ask it before cutting anybody off."""

from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from cases.hardship_import import read_hardships, write_hardships
from staff.field_worker import is_field_worker, put_field_worker

FIELD_WORKER: Final = "3417"
FIELD_PIN: Final = "4711"
"""Of the demo alone: keyed in on the stop line."""


def open_register(session: Session, demo: Path, *, secret: bytes, now: datetime) -> None:
    """`demo` is the centre's folder of demo data. Done again it changes nothing."""
    entries = demo / "hardship.csv"
    if entries.exists():
        write_hardships(session, read_hardships(entries), by="demo", now=now)
    if not is_field_worker(session, FIELD_WORKER, FIELD_PIN, secret=secret):
        put_field_worker(
            session, id=FIELD_WORKER, name="Kemal Usta", pin=FIELD_PIN, active=True, secret=secret, now=now
        )
