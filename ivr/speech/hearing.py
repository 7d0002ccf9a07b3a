"""What each language is understood with: its fillers, negations and endings, from one file a language."""

from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from cases.turkish import tr_fold
from ivr.speech.catalogue import SPOKEN

Intent = Literal["person", "repeat", "complaint", "manager"]
LONGEST_ENDING: Final = 14
"""Letters of endings on one word; the most Turkish people pile up, and a bound on how long looking may take."""


class IntentPhrases(BaseModel):
    """What is said to ask for one thing: phrases that count when little else is said, and those that always count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alone: tuple[str, ...]
    anywhere: tuple[str, ...]


class Hearing(BaseModel):
    """`negators` reach over so many words `before` or `after` them, as the language has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skipped: tuple[str, ...]
    """Words that phrases are compared without."""
    fillers: tuple[str, ...]
    """Words that say nothing of what the caller is about."""
    around_numbers: tuple[str, ...]
    repeats: dict[str, int]
    also_numbers: dict[str, int]
    negates: Literal["before", "after"]
    negators: dict[str, int]
    clause_ends: tuple[str, ...]
    endings: tuple[str, ...]
    softened: dict[str, str]
    infinitives: tuple[str, ...]
    intents: dict[Intent, IntentPhrases]


@cache
def hearing(language: str) -> Hearing:
    """How this language is understood; the first one we speak where we do not speak it."""
    name = language if language in SPOKEN else SPOKEN[0]
    folder = resources.files(__package__).joinpath("heard")
    return Hearing.model_validate_json(folder.joinpath(f"{name}.json").read_bytes())


@cache
def folded(language: str, kind: Literal["skipped", "fillers", "around_numbers", "clause_ends"]) -> frozenset[str]:
    """One list of words, as they are compared."""
    return frozenset(tr_fold(word) for word in getattr(hearing(language), kind))


@cache
def saying_nothing(language: str, *, around_numbers: bool = False) -> frozenset[str]:
    """Words that do not tell what the caller is about, those around numbers as well where a number is looked for."""
    empty = folded(language, "skipped") | folded(language, "fillers")
    return empty | folded(language, "around_numbers") if around_numbers else empty


@cache
def negators(language: str) -> dict[str, int]:
    return {tr_fold(word): reach for word, reach in hearing(language).negators.items()}


@lru_cache(maxsize=4096)
def is_ending(letters: str, language: str) -> bool:
    """Whether these letters behind a root leave the word the same one: endings, one after the other."""
    endings, longest = _endings(language)
    if len(letters) > LONGEST_ENDING:
        return False
    reached = {0}
    for at in range(1, len(letters) + 1):
        if any(at - size in reached and letters[at - size : at] in endings for size in range(1, longest + 1)):
            reached.add(at)
    return len(letters) in reached


@cache
def _endings(language: str) -> tuple[frozenset[str], int]:
    endings = frozenset(hearing(language).endings)
    return endings, max(map(len, endings))
