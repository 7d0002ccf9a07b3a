"""The phrases that are listened for, prepared once: words by their roots, so that inflected forms are the same word."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import snowballstemmer
from rapidfuzz import fuzz, process

from cases.turkish import tr_fold, tr_lower
from ivr.speech.hearing import folded, hearing, is_ending, negators
from ivr.speech.utterance import words_of

INFLECTED: Final = 95.0
"""How alike two forms of one word are; the same form is 100."""
MISHEARD: Final = 82.0
"""Letters in common, in percent, of words long enough to be the same one misheard."""
SHORTEST_MISHEARD: Final = 5
SHORTEST_STEM: Final = 4
"""Letters; a stemmer that leaves fewer has usually cut too much."""
START: Final = 2
MOST_REMEMBERED: Final = 1024
"""Said words of which a vocabulary remembers what they are like."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One thing that may be said to mean `choice`. One with a negation in it is not undone by it."""

    choice: str
    words: tuple[str, ...]
    negative: bool


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """`roots` are found by their first letters, each with the word it stands for; `phrases` by one of theirs."""

    language: str
    phrases: Mapping[str, tuple[Phrase, ...]]
    words: tuple[str, ...]
    roots: Mapping[str, tuple[tuple[str, str], ...]]

    @cached_property
    def like(self) -> Callable[[str], Mapping[str, float]]:
        """The words of phrases that a said word may be, with how alike they are, up to 100.

        A word that is surely one of them is not a misheard other one. Callers mostly say the same words.
        """
        return lru_cache(maxsize=MOST_REMEMBERED)(self._compared)

    def _compared(self, said: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        if len(said) >= SHORTEST_MISHEARD and not said.isdigit():
            near = process.extract(said, self.words, scorer=fuzz.ratio, score_cutoff=MISHEARD, limit=None)
            found = {word: score for word, score, _ in near if len(word) >= SHORTEST_MISHEARD or score == 100}
        for root, word in self.roots.get(said[:START], ()):
            if said == word:
                found[word] = 100.0
            elif said.startswith(root) and is_ending(said[len(root) :], self.language):
                found[word] = max(INFLECTED, found.get(word, 0.0))
        surely = max(found.values(), default=0.0) >= INFLECTED
        return {word: score for word, score in found.items() if score >= INFLECTED or not surely}


def vocabulary(choices: Mapping[str, Sequence[str]], language: str, *, exact: bool = False) -> Vocabulary:
    """The phrases of some choices; `exact` keeps fillers such as `istiyorum`, where they are what is meant."""
    return _prepared(tuple((name, tuple(phrases)) for name, phrases in choices.items()), language, exact)


@lru_cache(maxsize=1024)
def _prepared(choices: tuple[tuple[str, tuple[str, ...]], ...], language: str, exact: bool) -> Vocabulary:
    empty = folded(language, "skipped") | (frozenset() if exact else folded(language, "fillers"))
    phrases, roots = [], defaultdict[str, dict[tuple[str, str], None]](dict)
    for choice, texts in choices:
        for text in texts:
            phrase = _phrase(choice, text, empty, language)
            phrases += [phrase] if phrase.words else []
    for written in {word for _, texts in choices for text in texts for word in text.split()}:
        for word in words_of(written, language):
            for root in _roots(written, word, language):
                roots[root[:START]][root, word] = None
    words = tuple(dict.fromkeys(word for phrase in phrases for word in phrase.words))
    by_word = {word: tuple(phrase for phrase in phrases if phrase.words[0] == word) for word in words}
    by_start = {start: tuple(pair for pair in pairs if pair[1] in words) for start, pairs in roots.items()}
    return Vocabulary(language=language, phrases=by_word, words=words, roots=by_start)


def _phrase(choice: str, text: str, empty: frozenset[str], language: str) -> Phrase:
    every = tuple(word for word in words_of(text, language) if word.isalnum())
    words = tuple(word for word in every if word not in empty) or every
    return Phrase(choice=choice, words=words, negative=not negators(language).keys().isdisjoint(words))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return snowballstemmer.stemmer("turkish")


@lru_cache(maxsize=4096)
def _roots(written: str, word: str, language: str) -> frozenset[str]:
    """What every form of the word begins with: the word, its stem, a verb without the ending of its infinitive."""
    roots = {word}
    if language != "en":
        stem = tr_fold(_stemmer().stemWord(tr_lower(written)))
        roots |= {stem} if len(stem) >= SHORTEST_STEM and word.startswith(stem[:-1]) else set()
    for ending in hearing(language).infinitives:
        roots |= {word.removesuffix(ending)} if word.endswith(ending) else set()
    softened = hearing(language).softened
    return frozenset(roots) | {
        root[:-1] + softened[root[-1]] for root in roots if root[-1] in softened and len(root) > START
    }
