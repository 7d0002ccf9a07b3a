"""A loop in which nobody is asked anything: callers go round in it until the engine sends them to a person."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.graph import depth_first
from ivr.checking.subject import Subject
from ivr.language.flow import Flow
from ivr.language.node import Node


def endless_loop(subject: Subject) -> Iterator[Fault]:
    for flow in subject.flows.values():
        quiet = {name: _ahead(subject, node) for name, node in flow.nodes.items()}
        for loop in depth_first(flow.nodes, lambda name, quiet=quiet: quiet[name]).loops:  # type: ignore[misc]
            if all(quiet[name] for name in loop):
                values = {"loop": " → ".join((*loop, loop[0]))}
                yield Fault(flow=flow.flow, where=("nodes", loop[0]), values=values)


def _ahead(subject: Subject, node: Node) -> tuple[str, ...]:
    """Where a caller is led without being asked anything."""
    if node.listens() or any(_listens(subject.flows[name]) for name in _entered(subject, node)):
        return ()
    return tuple(way.to for way in node.ways())


def _entered(subject: Subject, node: Node) -> list[str]:
    return [named.name for named in node.names() if named.what == "flow" and named.name in subject.flows]


def _listens(flow: Flow) -> bool:
    return any(node.listens() for node in flow.nodes.values())
