"""The same words for two options of one menu: whoever says them is asked again, and never understood."""

from collections.abc import Iterator

from cases.turkish import tr_fold
from ivr.checking.finding import Fault
from ivr.checking.subject import Place, Subject
from ivr.language.part import LANGUAGES


def clashing_phrases(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        for language in LANGUAGES:
            yield from _in_menu(place, language)


def _in_menu(place: Place, language: str) -> Iterator[Fault]:
    taken: dict[str, int] = {}
    for number, phrases in enumerate(place.node.phrases()):
        for phrase in phrases.spoken_in(language):
            if taken.setdefault(tr_fold(phrase), number) != number:
                values = {"phrase": phrase}
                yield Fault(flow=place.flow.flow, where=place.within(place.node.kind), values=values)
