"""Opening hours of a calendar the centre does not have."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.strangers import strangers
from ivr.checking.subject import Subject


def unknown_calendar(subject: Subject) -> Iterator[Fault]:
    return strangers(subject, "calendar", subject.surroundings.calendars, told="calendar")
