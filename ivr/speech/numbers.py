"""Numbers in words, and as they are written."""

import re
from decimal import Decimal
from typing import Final

from ivr.speech.catalogue import Catalogue, catalogue
from ivr.speech.harmony import ordinal_word
from ivr.speech.reading import Reading

_PLAIN: Final = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")
"""A plain number: up to fifteen places, and a fraction. Anything else is spoken as it stands."""


def number_in(value: str) -> Decimal | None:
    """The plain number this value is."""
    return Decimal(value.replace(",", ".")) if _PLAIN.fullmatch(value) else None


def cardinal(number: int, language: str) -> str:
    """A number from zero on in words: `dört bin sekiz yüz on iki`."""
    words = catalogue(language)
    parts = []
    for scale, name in words.scales.items():
        if number >= scale:
            parts += [*_counted(number // scale, name, words)]
            number %= scale
    if number or not parts:
        parts.append(_below_thousand(number, words))
    return " ".join(parts)


def read_number(value: str, language: str) -> Reading | None:
    number = number_in(value)
    if number is None:
        return None
    words = catalogue(language)
    spoken = cardinal(abs(int(number)), language)
    if fraction := value.replace(",", ".").partition(".")[2]:
        spoken = f"{spoken} {words.point} {_fraction(fraction, words)}"
    minus = f"{words.minus} " if number < 0 else ""
    return Reading(spoken=minus + spoken, written=written_number(number, language))


def read_ordinal(value: str, language: str) -> Reading | None:
    """A place in a row: `üçüncü`, `third`."""
    number = number_in(value)
    if number is None or number < 0 or number != int(number):
        return None
    written = f"{int(number)}." if language != "en" else _english_ordinal(int(number))
    return Reading(spoken=ordinal(int(number), language), written=written)


def ordinal(number: int, language: str) -> str:
    words = cardinal(number, language)
    last = re.split(r"[ -]", words)[-1]
    known = catalogue(language).ordinals.get(last)
    if known is None:
        known = f"{last}th" if language == "en" else ordinal_word(last)
    return words.removesuffix(last) + known


def written_number(number: Decimal, language: str) -> str:
    """With the marks of the language: `1.250,5` and `1,250.5`."""
    words = catalogue(language)
    marks = str.maketrans({",": words.groups_written, ".": words.point_written})
    return f"{number:,}".translate(marks)


def _counted(count: int, name: str, words: Catalogue) -> tuple[str, ...]:
    if count == 1 and name in words.silent_one_before:
        return (name,)
    return _below_thousand(count, words), name


def _below_thousand(number: int, words: Catalogue) -> str:
    hundreds, rest = divmod(number, 100)
    parts = _counted(hundreds, words.hundred, words) if hundreds else ()
    return " ".join((*parts, _below_hundred(rest, words)) if rest or not parts else parts)


def _below_hundred(number: int, words: Catalogue) -> str:
    if number < len(words.small):
        return words.small[number]
    tens, units = divmod(number, 10)
    return words.tens[tens] + (words.tens_and_units + words.small[units] if units else "")


def _fraction(digits: str, words: Catalogue) -> str:
    """Two places are read as one number in Turkish, any in English digit by digit."""
    if len(digits) <= 2 and words.point_written == "," and not digits.startswith("0"):
        return _below_hundred(int(digits), words)
    return " ".join(words.small[int(digit)] for digit in digits)


def _english_ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
