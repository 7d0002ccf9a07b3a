"""What a caller said, as words that can be compared: folded, with what is negated told apart."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cases.turkish import tr_fold
from ivr.speech.hearing import folded, hearing, negators, saying_nothing

LONGEST_SPEECH: Final = 1000
"""Characters listened to; nobody means one thing with more."""
MOST_WORDS: Final = 40
AT_ONCE: Final = 32
"""Answers kept for as long as they are being thought about: each is asked several questions in a row."""
_WORD: Final = re.compile(r"[^\W_]+|[,.;!?]")
_THOUSANDS: Final = re.compile(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))")
_ENGLISH_APOSTROPHE: Final = re.compile(r"(?<=\w)['’](?=\w)")
_TURKISH_ENDING: Final = re.compile(r"(?<=\w)['’]\w+")


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """`words` in order; `content` are the places of those that say what it is about, `negated` of those denied."""

    words: tuple[str, ...]
    content: frozenset[int]
    negated: frozenset[int]


@lru_cache(maxsize=AT_ONCE)
def words_of(text: str, language: str) -> tuple[str, ...]:
    """The words, folded, and the marks between clauses. `15.30'a` is `15`, `30`; `4.812` is one number."""
    text = _THOUSANDS.sub("", text[:LONGEST_SPEECH])
    text = _ENGLISH_APOSTROPHE.sub("", text) if language == "en" else _TURKISH_ENDING.sub("", text)
    return tuple(_WORD.findall(tr_fold(text))[:MOST_WORDS])


@lru_cache(maxsize=AT_ONCE)
def utterance(speech: str, language: str) -> Utterance:
    words = words_of(speech, language)
    empty = saying_nothing(language) | negators(language).keys()
    content = frozenset(at for at, word in enumerate(words) if word not in empty and word.isalnum())
    return Utterance(words=words, content=content, negated=_negated(words, content, language))


def _negated(words: tuple[str, ...], content: frozenset[int], language: str) -> frozenset[int]:
    """`fatura değil, arıza` and `not a bill, a fault`: the words a negation reaches within its clause."""
    step = -1 if hearing(language).negates == "before" else 1
    ends, denying = folded(language, "clause_ends"), negators(language)
    negated: set[int] = set()
    for at, word in enumerate(words):
        reach, place = denying.get(word, 0), at + step
        while reach and 0 <= place < len(words) and words[place].isalnum() and words[place] not in ends:
            reach -= place in content
            negated |= {place} & content
            place += step
    return frozenset(negated)
