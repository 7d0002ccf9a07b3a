"""A key that is the beginning of another: whoever presses it waits, or lands elsewhere."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Subject


def clashing_keys(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        keys = [way for way in place.node.ways() if way.kind == "choice"]
        for short in keys:
            for long in keys:
                if long.label != short.label and long.label.startswith(short.label):
                    values = {"short": short.label, "long": long.label}
                    yield Fault(flow=place.flow.flow, where=place.within(*long.where), values=values)
