"""Phrases of one menu that are too much alike: whoever says one is asked again, or lands elsewhere."""

from collections.abc import Iterator

from cases.turkish import tr_fold
from ivr.checking.finding import Fault
from ivr.checking.subject import Place, Subject
from ivr.language.part import LANGUAGES, Language
from ivr.speech.understanding import meant


def clashing_phrases(subject: Subject) -> Iterator[Fault]:
    for place in subject.places():
        for language in LANGUAGES:
            for phrase in _misunderstood(place, language):
                yield Fault(flow=place.flow.flow, where=place.within(place.node.kind), values={"phrase": phrase})


def _misunderstood(place: Place, language: Language) -> Iterator[str]:
    """Each phrase once that, said to us as it stands, does not mean its own option."""
    choices = {f"option {at}": phrases.spoken_in(language) for at, phrases in enumerate(place.node.phrases())}
    told = set[str]()
    for option, phrases in choices.items() if len(choices) > 1 else ():
        for phrase in phrases:
            if tr_fold(phrase) not in told and meant(phrase, language, choices) != option:
                told.add(tr_fold(phrase))
                yield phrase
