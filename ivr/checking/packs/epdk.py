"""What Turkey's energy market regulator asks of call centres, by the reports we have of it (decision 6507-6).

A person has to be on offer in the first menu, and within 45 seconds. The official text is the one that counts.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from cases.turkish import tr_fold
from ivr.checking.finding import Fault
from ivr.checking.person.time_to_person import to_person
from ivr.checking.spread import spread
from ivr.checking.subject import Place, Subject, is_menu
from ivr.language.node import Way
from ivr.language.part import LANGUAGES
from ivr.yaml_file import read_mapping

MOST_SECONDS: Final = 45
SAID: Final = Path(__file__).parents[1] / "wording" / "person_key.yaml"


def epdk_person_not_offered(subject: Subject) -> Iterator[Fault]:
    """The first menus do not tell of the key for a person. It works all the same, but nobody knows."""
    for place in spread(subject, subject.entries, _before_a_choice):
        for prompt in place.node.prompts() if is_menu(place.node) else ():
            for language in LANGUAGES:
                said = tr_fold(getattr(prompt.words, language, None) or "").replace(",", " ").replace(".", " ").split()
                if said and not any(word.startswith(_person_key()[language]) for word in said):
                    yield Fault(flow=place.flow.flow, where=place.within(*prompt.where, language))


def epdk_person_too_far(subject: Subject) -> Iterator[Fault]:
    """Whatever the flow itself allows."""
    for worst in to_person(subject):
        if worst.seconds and worst.seconds.amount > MOST_SECONDS:
            values = {"amount": round(worst.seconds.amount), "most": MOST_SECONDS}
            yield Fault(flow=worst.flow, where=("start",), values=values)


def _before_a_choice(place: Place, way: Way) -> bool:
    """While somebody is there who could answer, and the caller has not answered anything yet."""
    answered = place.node.listens() and way.label not in place.node.unasked()
    return not answered and way.label not in place.node.nobody_there()


@cache
def _person_key() -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(map(tr_fold, words)) for language, words in read_mapping(SAID).items()}
