"""What the tests never came by: nodes nobody passed, and ways nobody took."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivr.language.flow import Flow
from ivr.language.move import Heard
from ivr.language.node import Way
from ivr.language.subflow import SubflowNode
from ivr.talking.turn import Step
from ivr.trying.trial import Trial


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """`untried_nodes` as `flow.node`, `untried_ways` by label and goal; those the engine adds do not count."""

    nodes: int
    ways: int
    untried_nodes: tuple[str, ...]
    untried_ways: tuple[tuple[str, str, str], ...]


Taken = set[tuple[str, str, str]]


def coverage(flows: Mapping[str, Flow], trials: Iterable[Trial], *, of: Collection[str] | None = None) -> Coverage:
    """Ways of one node to the same place are told apart by the key pressed and by the outcome, or count together.

    `of` are the flows that count; all unless given.
    """
    passed: set[str] = set()
    taken: Taken = set()
    for trial in trials:
        passed |= {str(step) for step in trial.path}
        taken.update(_taken(flows, trial))
    counted = flows if of is None else {name: flows[name] for name in flows if name in of}
    nodes = [f"{name}.{node}" for name, flow in counted.items() for node in flow.nodes]
    ways = list(dict.fromkeys(_ways(counted)))
    return Coverage(
        nodes=len(nodes),
        ways=len(ways),
        untried_nodes=tuple(node for node in nodes if node not in passed),
        untried_ways=tuple(way for way in ways if way not in taken),
    )


def _ways(flows: Mapping[str, Flow]) -> Iterator[tuple[str, str, str]]:
    for name, flow in flows.items():
        for node, each in flow.nodes.items():
            yield from ((f"{name}.{node}", way.label, way.to) for way in each.ways())


def _taken(flows: Mapping[str, Flow], trial: Trial) -> Iterator[tuple[str, str, str]]:
    before: Step | None = None
    for passing in trial.passed:
        heard = passing.heard
        for step in passing.visited:
            if before is not None:
                yield from _between(flows, before, step, heard)
            before, heard = step, None


def _between(
    flows: Mapping[str, Flow], before: Step, after: Step, heard: Heard | None
) -> Iterator[tuple[str, str, str]]:
    """The ways that lead from the one step to the other."""
    if before.flow != after.flow:
        yield from _back_from(flows, before.flow, after)
        return
    ways = [way for way in flows[before.flow].nodes[before.node].ways() if way.to == after.node]
    yield from ((str(before), way.label, way.to) for way in _told_apart(ways, before, heard))


def _told_apart(ways: list[Way], before: Step, heard: Heard | None) -> list[Way]:
    by_key = [way for way in ways if heard is not None and way.label == heard.digits]
    return by_key or [way for way in ways if way.label == before.outcome] or ways


def _back_from(flows: Mapping[str, Flow], part: str, after: Step) -> Iterator[tuple[str, str, str]]:
    """Out of a flow that is a part of another: the way on from where it was entered."""
    for name, node in flows[after.flow].nodes.items():
        if isinstance(node, SubflowNode) and node.subflow == part and node.next == after.node:
            yield f"{after.flow}.{name}", "next", after.node
