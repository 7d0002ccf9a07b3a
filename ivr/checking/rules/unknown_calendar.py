"""Opening hours of a calendar the centre does not have."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_calendar(subject: Subject) -> Iterator[Fault]:
    calendars = subject.surroundings.calendars
    for place in subject.places():
        for named in place.node.names():
            if named.what == "calendar" and named.name not in calendars:
                yield Fault(
                    flow=place.flow.flow,
                    where=place.within(*named.where),
                    values={"calendar": named.name},
                    near=near(named.name, calendars),
                )
