"""A menu with more options than a caller can remember."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Subject, is_menu, limits_of


def too_many_options(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        options, most = len(place.node.ways()), limits_of(place.flow).menu_options
        if is_menu(place.node) and options > most:
            values = {"options": options, "most": most}
            yield Fault(flow=place.flow.flow, where=place.within(place.node.kind, "options"), values=values)
