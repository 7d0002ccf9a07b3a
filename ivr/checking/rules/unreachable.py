"""A node no caller can ever get to."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.graph import depth_first
from ivr.checking.subject import Subject, asides
from ivr.language.flow import Flow


def unreachable(subject: Subject) -> Iterator[Fault]:
    for flow in subject.flows.values():
        reached = reachable(flow)
        for name in flow.nodes:
            if name not in reached:
                yield Fault(flow=flow.flow, where=("nodes", name))


def reachable(flow: Flow) -> set[str]:
    """Every node some caller can get to."""
    ahead = {name: [way.to for way in node.ways() if way.to in flow.nodes] for name, node in flow.nodes.items()}
    starts = [name for name in (flow.start, *asides(flow)) if name in flow.nodes]
    return set(depth_first(starts, ahead.__getitem__).order)
