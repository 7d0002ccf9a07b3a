"""What is different between two versions of a flow: in its text, and in its nodes and ways."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ivr.language.flow import Flow
from ivr.publishing.written_flow import WrittenFlow

SETTINGS = frozenset(Flow.model_fields) - {"flow", "nodes"}


@dataclass(frozen=True, kw_only=True)
class WayChange:
    """Where a key or an outcome of a node leads; None: it did not, or does not any more, lead anywhere."""

    node: str
    way: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`settings` are the flow's own that changed, `nodes_changed` those that are written otherwise, `ways` included."""

    settings: Mapping[str, tuple[Any, Any]]
    nodes_added: tuple[str, ...]
    nodes_removed: tuple[str, ...]
    nodes_changed: tuple[str, ...]
    ways: tuple[WayChange, ...]
    text: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def difference(
    before: WrittenFlow | None, after: WrittenFlow, names: tuple[str, str] = ("before", "after")
) -> Difference:
    """From one version to the other; from nothing, everything is new. `names` head the difference of the texts."""
    old, new = (before.flow.nodes if before else {}), after.flow.nodes
    texts = ((before.source if before else "").splitlines(), after.source.splitlines())
    return Difference(
        settings=dict(_settings(before.flow, after.flow)) if before else {},
        nodes_added=tuple(name for name in new if name not in old),
        nodes_removed=tuple(name for name in old if name not in new),
        nodes_changed=tuple(name for name, node in new.items() if name in old and old[name] != node),
        ways=tuple(_ways(before.flow if before else None, after.flow)),
        text=tuple(difflib.unified_diff(*texts, *names, lineterm="")),
    )


def _settings(before: Flow, after: Flow) -> Iterator[tuple[str, tuple[Any, Any]]]:
    old, new = (flow.model_dump(include=set(SETTINGS)) for flow in (before, after))
    for name in sorted(SETTINGS):
        if old[name] != new[name]:
            yield name, (old[name], new[name])


def _ways(before: Flow | None, after: Flow) -> Iterator[WayChange]:
    """In the order of the newer flow, what is gone last."""
    old, new = (_ways_of(flow) if flow else {} for flow in (before, after))
    for node, way in [*new, *(one for one in old if one not in new)]:
        led, leads = old.get((node, way)), new.get((node, way))
        if led != leads:
            yield WayChange(node=node, way=way, before=led, after=leads)


def _ways_of(flow: Flow) -> dict[tuple[str, str], str]:
    return {(name, way.label): way.to for name, node in flow.nodes.items() for way in node.ways()}


def lines_of(found: Difference) -> Iterator[str]:
    """For people: the flow as a graph first, then the text."""
    for name, (led, leads) in found.settings.items():
        yield f"~ {name}: {led} → {leads}"
    for sign, names in (("+", found.nodes_added), ("-", found.nodes_removed), ("~", found.nodes_changed)):
        yield from (f"{sign} node {name}" for name in names)
    for way in found.ways:
        sign = "+" if way.before is None else "-" if way.after is None else "~"
        yield f"{sign} way {way.node} ({way.way}): " + " → ".join(filter(None, (way.before, way.after)))
    yield from found.text
