"""A queue the policy does not have: its callers would all land in the default queue."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def unknown_queue(subject: Subject) -> Iterator[Fault]:
    queues = subject.surroundings.queues
    for place in subject.places():
        asked = [(named.name, named.where) for named in place.node.names() if named.what == "queue"]
        asked += [(reached.queue, reached.where) for reached in place.node.reaches()]
        for queue, where in asked:
            if queue not in queues:
                values = {"queue": queue}
                yield Fault(flow=place.flow.flow, where=place.within(*where), values=values, near=near(queue, queues))
