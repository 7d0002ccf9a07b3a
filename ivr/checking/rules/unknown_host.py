"""A question to a system the centre does not list: it would never be asked."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_host(subject: Subject) -> Iterator[Fault]:
    hosts = subject.surroundings.hosts
    for place in subject.places():
        for named in place.node.names():
            if named.what == "host" and named.name not in hosts:
                yield Fault(
                    flow=place.flow.flow,
                    where=place.within(*named.where),
                    values={"host": named.name},
                    near=near(named.name, hosts),
                )
