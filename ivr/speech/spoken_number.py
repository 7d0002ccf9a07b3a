"""Numbers as callers say them: `dört bin sekiz yüz on iki`, `kırk sekiz on iki` and `dört sekiz bir iki` are 4812."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from cases.turkish import tr_fold
from ivr.speech.catalogue import catalogue
from ivr.speech.harmony import CASES, inflected
from ivr.speech.hearing import hearing, saying_nothing
from ivr.speech.numbers import ordinal
from ivr.speech.utterance import AT_ONCE, words_of

HUNDRED: Final = 100
MOST_DIGITS: Final = 40
MOST_REMEMBERED: Final = 4096
"""Said words of which it is remembered whether they are numbers."""


@dataclass
class _Group:
    """Number words that add up to one number; `room` is what the next word has to be below to still belong."""

    done: int = 0
    part: int = 0
    room: int = 1000
    scale: int = 10**18
    begun: bool = False

    def takes(self, value: int, tens: frozenset[int]) -> bool:
        """Whether the word belongs to this number, which it is then added to."""
        took = (
            self._scaled(value)
            if value > HUNDRED
            else self._hundred()
            if value == HUNDRED
            else self._plain(value, tens)
        )
        self.begun = self.begun or took
        return took

    def _plain(self, value: int, tens: frozenset[int]) -> bool:
        if value >= self.room or (value == 0 and self.begun):
            return False
        self.part += value
        self.room = 10 if value in tens else 1
        self.scale = self.scale if value else 0
        return True

    def _hundred(self) -> bool:
        counted = self.room == 1 and 0 < self.part < 10
        if not counted and (self.part or self.room <= HUNDRED):
            return False
        self.part = HUNDRED * (self.part or 1)
        self.room = HUNDRED
        return True

    def _scaled(self, value: int) -> bool:
        if value >= self.scale or (not self.part and self.done):
            return False
        self.done += (self.part or 1) * value
        self.part, self.room, self.scale = 0, 1000, value
        return True


def spoken_number(speech: str, language: str, *, alone: bool = False) -> str | None:
    """The digits of the number that was said, with its zeros in front; None when it was no number.

    What else is said may not outweigh it; with `alone` nothing else may be said at all.
    """
    values, strange = values_of(speech, language)
    if not values or (strange and alone):
        return None
    digits = "".join(_groups(values, language))[:MOST_DIGITS]
    return digits if strange < len(digits) else None


@lru_cache(maxsize=AT_ONCE)
def values_of(speech: str, language: str) -> tuple[list[int | str], int]:
    """Each number word's value, numerals as they are; and how many words are about something else."""
    repeats = _repeats(language)
    empty = saying_nothing(language, around_numbers=True)
    values: list[int | str] = []
    strange, times = 0, 1
    for word in filter(str.isalnum, words_of(speech, language)):
        said = (word,) if word.isascii() and word.isdigit() else _value(word, language)
        if said:
            values += said * times
            times = 1
        elif word in repeats:
            times = repeats[word]
        else:
            strange += word not in empty
    return values, strange


@lru_cache(maxsize=MOST_REMEMBERED)
def _value(word: str, language: str) -> tuple[int, ...]:
    """Of a word that is a number, or several written as one. Callers mostly say the same words."""
    known = _number_words(language)
    return tuple(known[each] for each in _taken_apart(word, language))


def _groups(values: Iterable[int | str], language: str) -> Iterable[str]:
    tens, group = _tens(language), _Group()
    for value in values:
        if isinstance(value, str):
            yield from _told(group)
            yield value
            group = _Group()
        elif not group.takes(value, tens):
            yield from _told(group)
            group = _Group()
            group.takes(value, tens)
    yield from _told(group)


def _told(group: _Group) -> Iterable[str]:
    if group.begun:
        yield str(group.done + group.part)


@cache
def _number_words(language: str) -> dict[str, int]:
    """Every number word, its ordinal and its Turkish endings, as it is compared."""
    words = catalogue(language)
    plain = {word: value for value, word in enumerate(words.small)}
    plain |= {word: 10 * place for place, word in enumerate(words.tens) if word}
    plain |= {words.hundred: HUNDRED, **{word: scale for scale, word in words.scales.items()}}
    told = {**plain, **hearing(language).also_numbers}
    for word, value in plain.items():
        told[ordinal(value, language).rpartition(" ")[2]] = value
        if language != "en":
            told |= {inflected(word, word, case): value for case in CASES}
    return {tr_fold(word): value for word, value in told.items()}


@cache
def _repeats(language: str) -> dict[str, int]:
    return {tr_fold(word): times for word, times in hearing(language).repeats.items()}


@cache
def _tens(language: str) -> frozenset[int]:
    """The tens that units may follow: in English ten is not one of them."""
    return frozenset(10 * place for place in range(1, 10)) - set(range(len(catalogue(language).small)))


def _taken_apart(word: str, language: str) -> list[str]:
    """A word as number words: itself, or those that were written as one (`onbir`). Empty when it is none."""
    known = _number_words(language)
    if word in known:
        return [word]
    for length in range(len(word) - 2, 1, -1):
        if word[:length] in known and (rest := _taken_apart(word[length:], language)):
            return [word[:length], *rest]
    return []
