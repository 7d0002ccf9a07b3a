"""A flow to be entered that is not there."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_flow(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        for named in place.node.names():
            if named.what == "flow" and named.name not in subject.flows:
                yield Fault(
                    flow=place.flow.flow,
                    where=place.within(*named.where),
                    values={"named": named.name},
                    near=near(named.name, subject.flows),
                )
