"""Where callers can get to while some ways are closed to them, through flows inside flows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ivr.checking.subject import Place, Subject, asides
from ivr.language.hang_up import HangUpNode
from ivr.language.node import Way
from ivr.language.subflow import BackNode, SubflowNode

Open = Callable[[Place, Way], bool]
"""Whether callers are followed on this way."""


def spread(subject: Subject, entries: Iterable[str], is_open: Open) -> list[Place]:
    """Every place somebody can get to from the start of these flows on open ways alone."""
    spreading = _Spreading(subject, is_open)
    for name in entries:
        spreading.come_to(name, subject.flows[name].start)
    spreading.go()
    return [Place(flow=subject.flows[flow], name=name) for flow, name in spreading.seen]


@dataclass
class _Spreading:
    subject: Subject
    is_open: Open
    seen: dict[tuple[str, str], None] = field(default_factory=dict)
    ahead: list[tuple[str, str]] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    """Flows whose end somebody got to."""
    after: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Flow → where callers go on when it has ended."""

    def come_to(self, flow: str, node: str) -> None:
        if (flow, node) not in self.seen:
            self.seen[flow, node] = None
            self.ahead.append((flow, node))

    def go(self) -> None:
        while self.ahead:
            flow, name = self.ahead.pop()
            self._leave(Place(flow=self.subject.flows[flow], name=name))

    def _leave(self, place: Place) -> None:
        name, node = place.flow.flow, place.node
        ways = [way for way in node.ways() if self.is_open(place, way)]
        if isinstance(node, SubflowNode):
            self._enter(node.subflow, [(name, way.to) for way in ways])
        else:
            for way in ways:
                self.come_to(name, way.to)
        if isinstance(node, BackNode):
            self._end(name)
        if node.listens() or isinstance(node, HangUpNode):
            for aside in asides(place.flow):
                self.come_to(name, aside)

    def _enter(self, flow: str, after: list[tuple[str, str]]) -> None:
        self.after.setdefault(flow, []).extend(after)
        self.come_to(flow, self.subject.flows[flow].start)
        if flow in self.ended:
            self._end(flow)

    def _end(self, flow: str) -> None:
        self.ended.add(flow)
        for name, node in self.after.pop(flow, []):
            self.come_to(name, node)
