"""Menus inside menus beyond what callers put up with: an obstacle course."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.hearing import Hearing
from ivr.checking.person.measure import Measure, Measuring
from ivr.checking.subject import Subject, limits_of
from ivr.language.node import Node


def _anywhere(node: Node, hearing: Hearing) -> float:
    return 0


MENUS = Measure(amount=lambda leg: leg.menus, since=lambda leg: 0, ends=_anywhere)


def menus_too_deep(subject: Subject) -> Iterator[Fault]:
    measuring = Measuring(subject, Hearing("tr", subject.surroundings.audio), MENUS)
    for name in subject.entries:
        deepest = measuring.flow(name).to_end[subject.flows[name].start]
        most = limits_of(subject.flows[name]).menu_depth
        if deepest and deepest.amount > most:
            values = {"depth": int(deepest.amount), "most": most, "trail": deepest.trail}
            yield Fault(flow=name, where=("start",), values=values)
