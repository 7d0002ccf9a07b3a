"""A flow that enters itself, or flows inside flows beyond what a call can remember."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.graph import depth_first
from ivr.checking.subject import Subject
from ivr.talking.conversation import MOST_INSIDE


def flow_in_itself(subject: Subject) -> Iterator[Fault]:
    met = depth_first(subject.flows, lambda name: subject.entered[name])
    for loop in met.loops:
        yield Fault(
            flow=loop[-1], where=_entering(subject, loop[-1], loop[0]), values={"loop": " → ".join((*loop, loop[0]))}
        )
    if not met.loops:
        yield from _too_deep(subject, met.order)


def _too_deep(subject: Subject, order: list[str]) -> Iterator[Fault]:
    deep: dict[str, int] = {}
    for name in order:
        deep[name] = max((1 + deep[inner] for inner in subject.entered[name]), default=0)
        if deep[name] == MOST_INSIDE + 1:
            inner = max(subject.entered[name], key=lambda one: deep[one])
            where = _entering(subject, name, inner)
            yield Fault(flow=name, where=where, kind="too_deep", values={"most": MOST_INSIDE})


def _entering(subject: Subject, flow: str, entered: str) -> tuple[str, ...]:
    """Where this flow enters that one."""
    return next(
        ("nodes", name, *named.where)
        for name, node in subject.flows[flow].nodes.items()
        for named in node.names()
        if named.what == "flow" and named.name == entered
    )
