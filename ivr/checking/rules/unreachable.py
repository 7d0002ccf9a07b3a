"""A node no caller can ever get to."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.graph import depth_first
from ivr.checking.subject import Subject, asides


def unreachable(subject: Subject) -> Iterator[Fault]:
    for flow in subject.flows.values():
        ahead = {name: [way.to for way in node.ways()] for name, node in flow.nodes.items()}
        reached = set(depth_first((flow.start, *asides(flow)), ahead.__getitem__).order)
        for name in flow.nodes:
            if name not in reached:
                yield Fault(flow=flow.flow, where=("nodes", name))
