"""Days and hours as people read them, where our customers live."""

from datetime import datetime

from babel.dates import format_date, format_datetime, format_time

from cases.civil_day import ZONE, civil_day


def when(moment: datetime, language: str, now: datetime) -> str:
    """`14:30` for today, `27 Kas 14:30` for another day, with the year where it is not this one."""
    if civil_day(moment) == civil_day(now):
        return str(format_time(moment, "HH:mm", tzinfo=ZONE, locale=language))
    pattern = "d MMM HH:mm" if moment.astimezone(ZONE).year == now.astimezone(ZONE).year else "d MMM y HH:mm"
    return str(format_datetime(moment.astimezone(ZONE), pattern, tzinfo=ZONE, locale=language))


def day(moment: datetime, language: str) -> str:
    """`27 Kasım 2026`."""
    return str(format_date(civil_day(moment), "d MMMM y", locale=language))
