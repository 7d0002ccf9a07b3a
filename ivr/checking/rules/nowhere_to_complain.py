"""A menu from which no complaint can be made."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Place, Subject, is_menu


def nowhere_to_complain(subject: Subject) -> Iterator[Fault]:
    """A menu that listens to speech takes complaints too, where its flow says where they go."""
    for place in subject.places():
        if is_menu(place.node) and not _heard(subject, place):
            yield Fault(flow=place.flow.flow, where=place.within())


def _heard(subject: Subject, place: Place) -> bool:
    if place.flow.complaint and any(one.tr or one.en for one in place.node.phrases()):
        return True
    return any(_takes_complaints(there) for there in _chosen_from(subject, place))


def _chosen_from(subject: Subject, place: Place) -> Iterator[Place]:
    """Every place that choices and what follows from them lead to, flows inside this one included."""
    seen, ahead = set[tuple[str, str]](), [(place.flow.flow, place.name)]
    while ahead:
        flow, name = ahead.pop()
        if (flow, name) in seen:
            continue
        seen.add((flow, name))
        there = Place(flow=subject.flows[flow], name=name)
        yield there
        ahead += [(flow, way.to) for way in there.node.ways()]
        ahead += [(one.name, subject.flows[one.name].start) for one in there.node.names() if one.what == "flow"]


def _takes_complaints(place: Place) -> bool:
    return place.node.takes_complaints() or place.name == place.flow.complaint
