"""The calendars that ship, and moments of Istanbul."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from engine.hours_file import read_hours
from engine.shipped import shipped
from hours.opening_hours import Calendars, OpeningHours
from tests.conftest import SettableClock

ISTANBUL = ZoneInfo("Europe/Istanbul")


def at(written: str) -> datetime:
    """A moment by the clock on the wall in Istanbul."""
    return datetime.fromisoformat(written).replace(tzinfo=ISTANBUL)


def in_istanbul(moment: datetime | None) -> str:
    return moment.astimezone(ISTANBUL).isoformat(" ", "minutes")[:16] if moment else ""


@pytest.fixture
def calendars() -> Calendars:
    return read_hours(shipped("centre") / "hours.yaml")


@pytest.fixture
def hours(calendars: Calendars, database: Engine, clock: SettableClock) -> OpeningHours:
    return OpeningHours(calendars, database, clock)


@pytest.fixture
def reads(tmp_path: Path) -> Callable[[str], Calendars]:
    """The calendars a file with this text means."""

    def read(text: str) -> Calendars:
        path = tmp_path / "hours.yaml"
        path.write_text(text, encoding="utf-8")
        return read_hours(path)

    return read
