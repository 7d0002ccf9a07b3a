"""By when something is done that takes so many hours of work: closed hours do not count."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from hours.opening import Opening
from hours.opening_hours import Calendars

QUARTER: Final = timedelta(minutes=15)
"""What people are told is a quarter of an hour at least: nobody says 15.37."""
MOST_STRETCHES: Final = 200
UNKNOWN: Final = timedelta(days=1)
"""How much later it is where no opening is known for more than a year."""


class Hours(Protocol):
    """Whatever knows when a calendar is open."""

    @property
    def calendars(self) -> Calendars: ...

    def opening_at(self, name: str, moment: datetime) -> Opening:
        """Raises CalendarUnknown."""
        ...


def due_within(hours: Hours, calendar: str, now: datetime, within: timedelta) -> datetime:
    """The moment by which the calendar has been open for so long, to the quarter of an hour, in the calendar's zone.

    Raises CalendarUnknown.
    """
    moment, left = now, within
    for _ in range(MOST_STRETCHES):
        opening = hours.opening_at(calendar, moment)
        if opening.state == "closed":
            if opening.opens is None:
                break
            moment = opening.opens
        elif opening.closes is None or moment + left <= opening.closes:
            return _rounded(moment + left, opening.closes).astimezone(hours.calendars.named[calendar].zone)
        else:
            left -= opening.closes - moment
            moment = opening.closes
    return (moment + left + UNKNOWN).astimezone(hours.calendars.named[calendar].zone)


def _rounded(moment: datetime, closes: datetime | None) -> datetime:
    """Up to the next quarter, but not past closing time."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    later = moment - over + QUARTER if over else moment
    return later if closes is None or later <= closes else closes
