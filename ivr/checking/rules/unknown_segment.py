"""Words for customers nobody can be: a tag or a reason the centre does not have."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_segment(subject: Subject) -> Iterator[Fault]:
    known = {"care_tags": subject.surroundings.care_tags, "reasons": subject.surroundings.reasons}
    for flow in subject.flows.values():
        for name, script in (flow.scripts or {}).items():
            for group, names in known.items():
                for one in sorted(set(getattr(script, group)) - names):
                    where = ("scripts", name, group)
                    yield Fault(flow=flow.flow, where=where, values={"named": one}, near=near(one, names))
