"""The longest ways to a person: from the start of each entry, and from every answer a caller gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.checking.hearing import Hearing
from ivr.checking.person.leg import PERSON_KEY
from ivr.checking.person.measure import Measure, Measured, Measuring
from ivr.checking.person.trail import Far, farthest
from ivr.checking.subject import Subject
from ivr.language.node import Node
from ivr.language.part import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class ToPerson:
    """The worst of one entry. Seconds and keys may lie on different ways; None: no way leads to a person."""

    flow: str
    seconds: Far | None
    keys: Far | None

    @property
    def presses(self) -> int:
        """Key presses on the way with the most: choices, or the 0 alone."""
        if self.keys is None:
            return 0
        zero = any(step.label == PERSON_KEY for step in self.keys.trail.steps())
        return max(int(self.keys.amount), int(zero))


def _a_person(node: Node, hearing: Hearing) -> float | None:
    return hearing.before(node, "") if node.reaches() else None


def _a_person_is_there(node: Node, hearing: Hearing) -> float | None:
    return 0 if node.reaches() else None


SECONDS = Measure(amount=lambda leg: leg.seconds, since=lambda leg: leg.since, ends=_a_person)
KEYS = Measure(amount=lambda leg: leg.keys, since=lambda leg: 0, ends=_a_person_is_there)


def to_person(subject: Subject) -> list[ToPerson]:
    """Of every entry, the worst of both languages."""
    seconds, keys = measured(subject, SECONDS), measured(subject, KEYS)
    return [
        ToPerson(flow=name, seconds=_from_start(seconds[name]), keys=_from_start(keys[name]))
        for name in subject.entries
    ]


def measured(subject: Subject, measure: Measure) -> Mapping[str, list[Measured]]:
    """Flow → how far it is there, in each language."""
    measuring = [Measuring(subject, Hearing(one, subject.surroundings.audio), measure) for one in LANGUAGES]
    return {name: [each.flow(name) for each in measuring] for name in subject.flows}


def _from_start(each: list[Measured]) -> Far | None:
    return farthest(far for one in each if (far := one.to_end[one.start]) is not None)


def anew(each: list[Measured]) -> Iterator[Far]:
    """Of every place where callers begin anew, the worse of both languages."""
    yield from (max(both, key=lambda far: far.amount) for both in zip(*(one.stretches() for one in each), strict=True))
