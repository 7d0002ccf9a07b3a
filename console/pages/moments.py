"""Days and hours as people read and write them: by the centre's clock, or where our customers live."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from cases.civil_day import ZONE, civil_day


def when(moment: datetime, language: str, now: datetime, zone: ZoneInfo = ZONE) -> str:
    """`14:30` for today, `27 Kas 14:30` for another day, with the year where it is not this one."""
    here, today = moment.astimezone(zone), now.astimezone(zone)
    other = "d MMM HH:mm" if here.year == today.year else "d MMM y HH:mm"
    pattern = "HH:mm" if here.date() == today.date() else other
    return str(format_datetime(here, pattern, tzinfo=zone, locale=language))


def in_field(moment: datetime, zone: ZoneInfo) -> str:
    """`2026-11-24T14:30`: what a field for a moment shows."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def day(moment: datetime, language: str) -> str:
    """`27 Kasım 2026`."""
    return str(format_date(civil_day(moment), "d MMMM y", locale=language))
