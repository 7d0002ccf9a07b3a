"""A `person` that is no person: where 0, silence and mistakes lead, somebody has to be reached."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Subject
from ivr.language.flow import Flow


def no_person(subject: Subject) -> Iterator[Fault]:
    """Outcomes may lead elsewhere, to a voicemail at night; but no choice may stand between a caller and a person."""
    for flow in subject.flows.values():
        if not _leads_to_a_person(flow):
            yield Fault(flow=flow.flow, where=("person",), values={"person": flow.person})


def _leads_to_a_person(flow: Flow) -> bool:
    seen, ahead = set[str](), [flow.person]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        node = flow.nodes[name]
        if node.reaches():
            return True
        if not node.listens():
            ahead += [way.to for way in node.ways()]
    return False
