"""Callers put in line without anybody having asked whether the centre is open."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.spread import spread
from ivr.checking.subject import Place, Subject
from ivr.language.hours import HoursNode
from ivr.language.node import Way
from ivr.language.staffed import StaffedNode


def no_closed_branch(subject: Subject) -> Iterator[Fault]:
    """Told of flows that answer a number, at the first place on the way where somebody is put in line."""
    told: set[tuple[str, str]] = set()
    for name in dict.fromkeys(subject.surroundings.numbers.values()):
        if name not in subject.flows:
            continue
        lined_up = (place for place in spread(subject, [name], _unasked) if place.node.reaches())
        place = next(lined_up, None)
        if place is not None and (place.flow.flow, place.name) not in told:
            told.add((place.flow.flow, place.name))
            yield Fault(flow=place.flow.flow, where=place.within(), values={"entry": name})


def _unasked(place: Place, way: Way) -> bool:
    return not isinstance(place.node, HoursNode | StaffedNode)
