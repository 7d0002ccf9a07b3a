"""Which day it is where our customers live: registers and instalments go by the day."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Istanbul")


def civil_day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """The last minute of a day: what is owed on it is not late before."""
    return datetime.combine(day, time(23, 59), ZONE)
