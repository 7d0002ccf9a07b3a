"""Reading a flow file: YAML 1.2, and every error with file, line, column and what would help."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.language.kinds import KINDS
from ivr.yaml_file import Where, faults, mapping_in, nearest, place, plain, read_mapping

Problem = tuple[Where, str]
"""The way to the part of the file, and what is wrong there."""


def read_flow(path: Path, queues: frozenset[str]) -> Flow:
    """The flow in this file, or FlowInvalid with every problem found."""
    return _sound(path, read_mapping(path, places=True), queues)


def flow_written_in(path: Path, text: str, queues: frozenset[str]) -> Flow:
    """The same of a text that is, or would be, in this file."""
    return _sound(path, mapping_in(path, text, places=True), queues)


def _sound(path: Path, tree: Any, queues: frozenset[str]) -> Flow:
    flow = flow_in(path, tree)
    if problems := list(_problems(flow, queues)) or list(_unreachable(flow)):
        raise FlowInvalid([place(path, tree, where) + what for where, what in problems])
    return flow


def flow_in(path: Path, tree: Any) -> Flow:
    """The flow a YAML tree is written as. Raises FlowInvalid with what cannot be read."""
    try:
        return Flow.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS, skip=_kind_of_node)) from None


def _kind_of_node(where: Where) -> Where:
    """The way to a fault without the kind that pydantic puts after a node's name."""
    return (*where[:2], *where[3:]) if len(where) > 2 and where[0] == "nodes" and where[2] in KINDS else where


def _problems(flow: Flow, queues: frozenset[str]) -> Iterator[Problem]:
    for key in ("start", "person", "complaint", "manager"):
        target = getattr(flow, key)
        if target is not None and target not in flow.nodes:
            yield (key,), f"{key}: there is no node `{target}`{nearest(target, list(flow.nodes))}"
    for name, node in flow.nodes.items():
        for way in node.ways():
            if way.to not in flow.nodes:
                yield (
                    ("nodes", name, *way.where),
                    f"nodes.{name}: leads to `{way.to}`, which does not exist{nearest(way.to, list(flow.nodes))}",
                )
        for reached in node.reaches():
            if reached.queue not in queues:
                yield (
                    ("nodes", name, *reached.where),
                    f"nodes.{name}: there is no queue `{reached.queue}`{nearest(reached.queue, sorted(queues))}",
                )


def _unreachable(flow: Flow) -> Iterator[Problem]:
    """Asked last: a wrong `next` leaves all that comes after it without a way in."""
    for name in sorted(set(flow.nodes) - reachable(flow)):
        yield ("nodes", name), f"nodes.{name}: no caller can ever get here; lead somebody to it or delete it"


def reachable(flow: Flow) -> set[str]:
    """Every node some caller can get to."""
    seen: set[str] = set()
    ahead = [flow.start, flow.person, *filter(None, (flow.complaint, flow.manager))]
    while ahead:
        name = ahead.pop()
        if name in flow.nodes and name not in seen:
            seen.add(name)
            ahead += [way.to for way in flow.nodes[name].ways()]
    return seen


def _words_of(part: type[BaseModel]) -> Iterator[str]:
    """Every key that may stand in this part and in the parts of it."""
    for name, field in part.model_fields.items():
        yield name
        for inner in _parts_in(field.annotation):
            yield from _words_of(inner)


def _parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts_in(inner)


WORDS: Final = sorted({*_words_of(Flow), *(word for kind in KINDS.values() for word in _words_of(kind))})
"""Every word of the language, for those who mistype one."""
