"""Reading a flow file: YAML 1.2, and every error with file, line, column and what would help."""

import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ivr.errors import FlowInvalid
from ivr.flow import Flow
from ivr.yaml_file import read_mapping


def read_flow(path: Path, queues: frozenset[str]) -> Flow:
    """The flow in this file, or FlowInvalid with every problem found."""
    tree = read_mapping(path, places=True)
    try:
        flow = Flow.model_validate(json.loads(json.dumps(tree)))
    except ValidationError as invalid:
        raise FlowInvalid(
            [_place(path, tree, fault["loc"]) + _told(dict(fault)) for fault in invalid.errors()]
        ) from None
    if problems := [_place(path, tree, where) + what for where, what in _problems(flow, queues)]:
        raise FlowInvalid(problems)
    return flow


def version_of(flow: Flow) -> str:
    """The version is the content: the same flow has the same version everywhere."""
    return hashlib.sha256(canonical(flow).encode()).hexdigest()[:12]


def canonical(flow: Flow) -> str:
    return json.dumps(flow.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True)


def _place(path: Path, tree: Any, where: tuple[int | str, ...]) -> str:
    """File, line and column of the deepest part of the path that is really there."""
    line, column, node = 0, 0, tree
    for key in where:
        if not isinstance(node, Mapping) or key not in node:
            break
        line, column = node.lc.key(key)  # type: ignore[attr-defined]
        node = node[key]
    return f"{path}:{line + 1}:{column + 1}: "


def _told(fault: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{where}: not known here{_nearest(str(fault['loc'][-1]), _WORDS)}"
    if fault["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {fault['msg']}"


def _problems(flow: Flow, queues: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for place, target in (("start", flow.start), ("person", flow.person)):
        if target not in flow.nodes:
            yield (place,), f"{place}: there is no node `{target}`{_nearest(target, list(flow.nodes))}"
    for name in flow.nodes:
        yield from _node_problems(flow, name, queues)
    for name in sorted(set(flow.nodes) - _reachable(flow)):
        yield ("nodes", name), f"nodes.{name}: no caller can ever get here; lead somebody to it or delete it"


def _node_problems(flow: Flow, name: str, queues: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
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
            yield where, f"nodes.{name}: leads to `{target}`, which does not exist{_nearest(target, list(flow.nodes))}"
    if node.agent and node.agent.queue not in queues:
        yield (
            (*where, "agent"),
            f"nodes.{name}: there is no queue `{node.agent.queue}`{_nearest(node.agent.queue, sorted(queues))}",
        )


def _reachable(flow: Flow) -> set[str]:
    seen: set[str] = set()
    ahead = [flow.start, flow.person]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead += flow.nodes[name].leads_to()
    return seen


def _nearest(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


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
