"""Names that flows call something by which the centre does not have."""

from collections.abc import Collection, Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject


def strangers(subject: Subject, what: str, known: Collection[str], *, told: str) -> Iterator[Fault]:
    """Every name of this kind (`Named.what`) that is not among the known; the finding tells it as `told`."""
    for place in subject.places():
        for named in place.node.names():
            if named.what == what and named.name not in known:
                where, near_by = place.within(*named.where), near(named.name, known)
                yield Fault(flow=place.flow.flow, where=where, values={told: named.name}, near=near_by)
