"""Words about a customer or a case, spoken to somebody who has not proved who they are."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.spread import spread
from ivr.checking.subject import Place, Subject
from ivr.language.node import Way
from ivr.language.part import LANGUAGES
from ivr.speech.filling import places_of

ALWAYS_PERSONAL = frozenset({"case", "case_number", "customer", "customer_name", "name", "owner", "address", "phone"})
"""Names that tell about somebody, whoever keeps a value under them."""
UNVERIFIED = "unverified"
"""The way of a node that itself speaks only to callers who proved who they are."""


def personal_before_proof(subject: Subject) -> Iterator[Fault]:
    """A node's own values are for it to guard, unless it says that they are personal and has no way for the others."""
    personal = ALWAYS_PERSONAL.union(*(place.node.personal() for place in subject.places()))
    for place in spread(subject, subject.entries, _unproved):
        if not any(way.label == UNVERIFIED for way in place.node.ways()):
            yield from _spoken(place, personal - place.node.fills() | place.node.personal())


def _unproved(place: Place, way: Way) -> bool:
    return way.label not in place.node.proves()


def _spoken(place: Place, personal: frozenset[str]) -> Iterator[Fault]:
    for prompt in place.node.prompts():
        for language in LANGUAGES:
            words = getattr(prompt.words, language, None) or ""
            for name in sorted({name for name, _ in places_of(words)} & personal):
                where = place.within(*prompt.where, language)
                yield Fault(flow=place.flow.flow, where=where, values={"name": "{" + name + "}"})
