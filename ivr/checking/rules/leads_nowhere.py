"""A way to a node that is not there."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject
from ivr.language.flow import Flow


def leads_nowhere(subject: Subject) -> Iterator[Fault]:
    for flow in subject.flows.values():
        yield from _of_the_flow(flow)
        for name, node in flow.nodes.items():
            for way in node.ways():
                if way.to not in flow.nodes:
                    yield _nowhere(flow, ("nodes", name, *way.where), way.to)


def _of_the_flow(flow: Flow) -> Iterator[Fault]:
    for key in ("start", "person", "complaint", "manager"):
        target = getattr(flow, key)
        if target is not None and target not in flow.nodes:
            yield _nowhere(flow, (key,), target)


def _nowhere(flow: Flow, where: tuple[str, ...], target: str) -> Fault:
    return Fault(flow=flow.flow, where=where, values={"to": target}, near=near(target, flow.nodes))
