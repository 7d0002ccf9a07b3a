"""How far it is, in seconds, keys or menus: the longest ways through every flow, each flow measured once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ivr.checking.graph import depth_first
from ivr.checking.hearing import Hearing
from ivr.checking.person.leg import Leg, legs
from ivr.checking.person.trail import Far, Step, Trail, farthest
from ivr.checking.spread import spread
from ivr.checking.subject import Place, Subject, asides, is_menu
from ivr.language.flow import Flow
from ivr.language.node import Node, Way
from ivr.language.subflow import BackNode, SubflowNode


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is counted: an amount of each leg, up to a node for which `ends` tells what there is still to bear there.

    `since` is what counts of a leg on which callers begin anew.
    """

    amount: Callable[[Leg], float]
    since: Callable[[Leg], float]
    ends: Callable[[Node, Hearing], float | None]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One flow: how far it is from each node to an end, and to the end of the flow, where the one outside goes on.

    `anew` are the nodes where callers begin anew, with what they bore since they last did; `back_anew` is the
    farthest way from one of them to the end of the flow.
    """

    start: str
    to_end: Mapping[str, Far | None]
    to_back: Mapping[str, Far | None]
    anew: tuple[tuple[str, Far], ...]
    back_anew: Far | None

    def stretches(self) -> Iterator[Far]:
        """From each place where callers begin anew, the farthest way to an end."""
        for node, before in self.anew:
            if (ahead := self.to_end[node]) is not None:
                yield ahead.behind(before)


class Measuring:
    """Every flow of the subject, in one language."""

    def __init__(self, subject: Subject, hearing: Hearing, measure: Measure) -> None:
        self.subject = subject
        self.hearing = hearing
        self.measure = measure
        self.unchosen = {(place.flow.flow, place.name) for place in spread(subject, subject.entries, _without_choice)}
        """Where callers may get to without having chosen anything in a menu."""
        self._measured: dict[str, Measured] = {}

    def flow(self, name: str) -> Measured:
        if name not in self._measured:
            self._measured[name] = _Flow(self, self.subject.flows[name]).measured()
        return self._measured[name]


def _without_choice(place: Place, way: Way) -> bool:
    return not is_menu(place.node)


class _Flow:
    """One flow being measured, after those it enters."""

    def __init__(self, measuring: Measuring, flow: Flow) -> None:
        self._flow = flow
        self._hearing = measuring.hearing
        self._measure = measuring.measure
        self._legs = {
            name: tuple(legs(flow, node, measuring.hearing, chosen=(flow.flow, name) not in measuring.unchosen))
            for name, node in flow.nodes.items()
        }
        entered = {name: node.subflow for name, node in flow.nodes.items() if isinstance(node, SubflowNode)}
        self._inside = {name: measuring.flow(inner) for name, inner in entered.items()}

    def measured(self) -> Measured:
        to_end: dict[str, Far | None] = {}
        to_back: dict[str, Far | None] = {}
        walked = depth_first((self._flow.start, *asides(self._flow), *self._flow.nodes), self._ahead)
        for name in walked.order:
            going = [leg for leg in self._legs[name] if not leg.anew and (name, leg.to) not in walked.closing]
            to_end[name] = farthest((*self._ends(name), *self._on(name, going, to_end)))
            to_back[name] = farthest((*self._backs(name), *self._on(name, going, to_back)))
        anew = tuple(self._anew())
        back = farthest(ahead.behind(before) for node, before in anew if (ahead := to_back[node]) is not None)
        return Measured(start=self._flow.start, to_end=to_end, to_back=to_back, anew=anew, back_anew=back)

    def _ahead(self, name: str) -> list[str]:
        return [leg.to for leg in self._legs[name] if not leg.anew]

    def _ends(self, name: str) -> Iterator[Far]:
        """The way ends here, or inside the flow that is entered here."""
        amount = self._measure.ends(self._flow.nodes[name], self._hearing)
        if amount is not None:
            yield self._step(name, "", amount)
        inside = self._inside.get(name)
        if inside and (ahead := inside.to_end[inside.start]) is not None:
            yield ahead.behind(self._step(name, "", 0))

    def _backs(self, name: str) -> Iterator[Far]:
        if isinstance(self._flow.nodes[name], BackNode):
            yield self._step(name, "", 0)

    def _on(self, name: str, going: list[Leg], far: Mapping[str, Far | None]) -> Iterator[Far]:
        """By each leg, as far as it is from where that leads; through another flow, once that has come to its end."""
        for leg in going:
            here, ahead = self._by(name, leg), far[leg.to]
            if here is not None and ahead is not None:
                yield ahead.behind(here)

    def _by(self, name: str, leg: Leg) -> Far | None:
        inside = self._inside.get(name)
        if inside is None:
            return self._step(name, leg.label, self._measure.amount(leg))
        through = inside.to_back[inside.start]
        return through.behind(self._step(name, "", 0)) if through else None

    def _anew(self) -> Iterator[tuple[str, Far]]:
        """Behind every answer, and behind every flow in which somebody answered."""
        for name, each in self._legs.items():
            for leg in each:
                inside = self._inside.get(name)
                if leg.anew:
                    yield leg.to, self._step(name, leg.label, self._measure.since(leg))
                elif inside is not None and inside.back_anew is not None:
                    yield leg.to, inside.back_anew

    def _step(self, name: str, label: str, amount: float) -> Far:
        return Far(amount=amount, trail=Trail(Step(flow=self._flow.flow, node=name, label=label)))
