"""What a caller meant by what they said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ivr.speech.hearing import Intent, hearing
from ivr.speech.spoken_number import spoken_number
from ivr.speech.utterance import Utterance, utterance
from ivr.speech.vocabulary import Phrase, Vocabulary, vocabulary

MARGIN: Final = 8.0
"""By how much the best match has to be better than another one; otherwise the caller is asked again."""
WORTH_OF_A_WORD: Final = 5.0
"""A longer phrase says more: `fatura itirazı` beats `fatura` where both were said."""
ALONE: Final = ", alone"
PERSON_KEY: Final = "0"
URGENCY: Final[tuple[Intent, ...]] = ("manager", "complaint", "person", "repeat")
"""Which of several things asked for at once counts: a manager is a person too, and whoever complains wants one."""


@dataclass(frozen=True, kw_only=True)
class _Match:
    choice: str
    score: float
    places: frozenset[int]
    everywhere: frozenset[int]
    """With the places where its words were said again."""


def meant(speech: str, language: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """Which of the choices, each with its phrases, was meant; None when that is not clear.

    Choices that are keys are also meant by their numbers: `üçe bas`, `iki`.
    """
    key = spoken_number(speech, language, alone=True)
    if key is not None and key in choices:
        return key
    said = utterance(speech, language)
    return _clearest(_matches(said, vocabulary(choices, language)))


def intent_of(speech: str, language: str) -> Intent | None:
    """What a caller may ask for at any time."""
    if spoken_number(speech, language, alone=True) == PERSON_KEY:
        return "person"
    said = utterance(speech, language)
    matches = [*_matches(said, _wishes(language))]
    asked = {match.choice for match in matches} | _all_there_is(said, matches)
    return next((intent for intent in URGENCY if intent in asked), None)


def _all_there_is(said: Utterance, matches: Iterable[_Match]) -> set[str]:
    """What was asked for with every word that says anything: `temsilci, temsilci`, `pardon, duyamadım`."""
    covered: dict[str, set[int]] = {}
    for match in matches:
        covered.setdefault(match.choice.removesuffix(ALONE), set()).update(match.everywhere)
    return {choice for choice, places in covered.items() if said.content - said.negated <= places}


@lru_cache(maxsize=4096)
def asks_for(intent: Intent, phrase: str, language: str) -> bool:
    """Whether a phrase of a flow says what may be asked for anywhere."""
    return intent_of(phrase, language) == intent


def _matches(said: Utterance, known: Vocabulary) -> Iterator[_Match]:
    """Every phrase that was said whole, in words near each other."""
    found: dict[str, list[tuple[int, float]]] = {}
    for place, word in enumerate(said.words):
        for sought, likeness in known.like(word).items():
            found.setdefault(sought, []).append((place, likeness))
    for sought in found:
        for phrase in known.phrases[sought]:
            if match := _match(said, phrase, found):
                yield match


def _match(said: Utterance, phrase: Phrase, found: Mapping[str, list[tuple[int, float]]]) -> _Match | None:
    denied = frozenset() if phrase.negative else said.negated
    places: dict[int, float] = {}
    for word in phrase.words:
        free = [hit for hit in found.get(word, ()) if hit[0] not in denied and hit[0] not in places]
        if not free:
            return None
        place, likeness = max(free, key=lambda hit: hit[1])
        places[place] = likeness
    if max(places) - min(places) > 2 * len(places) + 1:
        return None
    score = sum(places.values()) / len(places) + WORTH_OF_A_WORD * len(places)
    everywhere = frozenset(place for word in phrase.words for place, _ in found[word]) - denied
    return _Match(choice=phrase.choice, score=score, places=frozenset(places), everywhere=everywhere)


def _clearest(matches: Iterable[_Match]) -> str | None:
    """The best choice, unless another one is nearly as good on words of its own."""
    ranked = sorted(matches, key=lambda match: -match.score)
    for best, other in ((ranked[0], other) for other in ranked[1:]):
        if other.choice != best.choice and best.score - other.score < MARGIN and not other.places < best.places:
            return None
    return ranked[0].choice if ranked else None


@cache
def _wishes(language: str) -> Vocabulary:
    """What is always listened for, and what counts only when little else is said."""
    intents = hearing(language).intents
    anywhere: dict[str, tuple[str, ...]] = {name: phrases.anywhere for name, phrases in intents.items()}
    alone = {name + ALONE: phrases.alone for name, phrases in intents.items()}
    return vocabulary({**anywhere, **alone}, language, exact=True)
