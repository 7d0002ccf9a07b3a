"""A node from which the flow never comes to an end: only the engine's own ways lead out."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Subject
from ivr.language.flow import Flow


def dead_end(subject: Subject) -> Iterator[Fault]:
    """Told once for each node that leads in circles, however many lead there."""
    for flow in subject.flows.values():
        for name in sorted(set(flow.nodes) - _ending(flow), key=list(flow.nodes).index):
            yield Fault(flow=flow.flow, where=("nodes", name))


def _ending(flow: Flow) -> set[str]:
    """Nodes from which a person, a hang up or the end of the flow can be got to."""
    before: dict[str, list[str]] = {name: [] for name in flow.nodes}
    ends = []
    for name, node in flow.nodes.items():
        ways = node.ways()
        for way in ways:
            before[way.to].append(name)
        if not ways or node.reaches():
            ends.append(name)
    found: set[str] = set()
    while ends:
        name = ends.pop()
        if name not in found:
            found.add(name)
            ends += before[name]
    return found
