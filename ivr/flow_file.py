"""Reading a flow file: YAML 1.2, and every error with file, line, column and what would help."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ivr.errors import FlowInvalid
from ivr.flow import Flow
from ivr.yaml_file import faults, nearest, place, plain, read_mapping

Problem = tuple[tuple[str, ...], str]
"""The way to the part of the file, and what is wrong there."""


def read_flow(path: Path, queues: frozenset[str]) -> Flow:
    """The flow in this file, or FlowInvalid with every problem found."""
    tree = read_mapping(path, places=True)
    try:
        flow = Flow.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, _WORDS)) from None
    if problems := list(_problems(flow, queues)) or list(_unreachable(flow)):
        raise FlowInvalid([place(path, tree, where) + what for where, what in problems])
    return flow


def version_of(flow: Flow) -> str:
    """The version is the content: the same flow has the same version everywhere."""
    return hashlib.sha256(canonical(flow).encode()).hexdigest()[:12]


def canonical(flow: Flow) -> str:
    return json.dumps(flow.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True)


def _problems(flow: Flow, queues: frozenset[str]) -> Iterator[Problem]:
    for key, target in (("start", flow.start), ("person", flow.person)):
        if target not in flow.nodes:
            yield (key,), f"{key}: there is no node `{target}`{nearest(target, list(flow.nodes))}"
    for name in flow.nodes:
        yield from _node_problems(flow, name, queues)


def _node_problems(flow: Flow, name: str, queues: frozenset[str]) -> Iterator[Problem]:
    node = flow.nodes[name]
    where = ("nodes", name)
    if len(node.kinds) != 1:
        yield (
            where,
            f"nodes.{name}: is one of say, identify, menu, ask, agent, hang_up; this is {node.kinds or 'none'}",
        )
    if bool(node.next) != (node.say is not None):
        yield where, f"nodes.{name}: a `say` needs a `next`, and only a `say` has one"
    for target in node.leads_to():
        if target not in flow.nodes:
            yield where, f"nodes.{name}: leads to `{target}`, which does not exist{nearest(target, list(flow.nodes))}"
    if node.agent and node.agent.queue not in queues:
        yield (
            (*where, "agent"),
            f"nodes.{name}: there is no queue `{node.agent.queue}`{nearest(node.agent.queue, sorted(queues))}",
        )


def _unreachable(flow: Flow) -> Iterator[Problem]:
    """Asked last: a wrong `next` leaves all that comes after it without a way in."""
    for name in sorted(set(flow.nodes) - _reachable(flow)):
        yield ("nodes", name), f"nodes.{name}: no caller can ever get here; lead somebody to it or delete it"


def _reachable(flow: Flow) -> set[str]:
    seen: set[str] = set()
    ahead = [flow.start, flow.person]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead += flow.nodes[name].leads_to()
    return seen


_WORDS = [
    "flow",
    "language",
    "start",
    "person",
    "tries",
    "nodes",
    "say",
    "next",
    "identify",
    "menu",
    "ask",
    "agent",
    "hang_up",
    "options",
    "queue",
    "owner",
    "case_number",
    "found",
    "not_found",
    "most_digits",
    "one",
    "several",
    "none",
    "withheld",
    "tr",
    "en",
]
