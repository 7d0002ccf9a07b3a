"""What is checked: every flow of a release together, and what the centre has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.checking.surroundings import Surroundings
from ivr.language.flow import Flow, Limits
from ivr.language.menu import MenuNode
from ivr.language.node import Node


@dataclass(frozen=True, kw_only=True)
class Place:
    """A node of a flow."""

    flow: Flow
    name: str

    @property
    def node(self) -> Node:
        return self.flow.nodes[self.name]

    def within(self, *keys: str) -> tuple[str, ...]:
        """The way to a part of the node, from the top of the file."""
        return ("nodes", self.name, *keys)


@dataclass(frozen=True, kw_only=True)
class Subject:
    flows: Mapping[str, Flow]
    surroundings: Surroundings

    def places(self) -> Iterator[Place]:
        """Every node of every flow."""
        for flow in self.flows.values():
            for name in flow.nodes:
                yield Place(flow=flow, name=name)

    @cached_property
    def entered(self) -> Mapping[str, tuple[str, ...]]:
        """Flow → the flows it enters as a part of itself."""
        return {name: tuple(dict.fromkeys(self._entered_by(flow))) for name, flow in self.flows.items()}

    def _entered_by(self, flow: Flow) -> Iterator[str]:
        for node in flow.nodes.values():
            for named in node.names():
                if named.what == "flow" and named.name in self.flows:
                    yield named.name

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The flows a call can begin in: those that answer a number, and those no other flow enters."""
        answering = {flow for flow in self.surroundings.numbers.values() if flow in self.flows}
        parts = {name for entered in self.entered.values() for name in entered}
        return tuple(name for name in self.flows if name in answering or name not in parts)


def is_menu(node: Node) -> bool:
    return isinstance(node, MenuNode)


def limits_of(flow: Flow) -> Limits:
    return flow.limits or Limits()


def asides(flow: Flow) -> tuple[str, ...]:
    """Nodes that callers come to by asking for a person, a manager or to complain, from any question of the flow."""
    named = (flow.person, flow.complaint, flow.manager)
    return tuple(name for name in named if name is not None and name in flow.nodes)
