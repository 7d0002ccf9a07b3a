"""Another thing is wrong as well? It is settled the same day: by when that is, if there is enough of the day left."""

from datetime import datetime, timedelta

from cases.civil_day import civil_day, end_of
from hours.opening_hours import OpeningHours
from hours.working_time import working_time


def same_day(hours: OpeningHours, calendar: str | None, now: datetime, *, least: timedelta) -> datetime | None:
    """When the calendar closes for the last time today; None where less working time than `least` is left."""
    midnight = end_of(civil_day(now))
    if midnight <= now:
        return None
    work = working_time(hours, calendar)
    left = work.between(now, midnight)
    return work.after(now, left) if left >= least else None
