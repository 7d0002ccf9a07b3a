"""How long it takes to hear words: what a caller's way to a person is measured by."""

import re
from typing import Final

from ivr.speech.catalogue import catalogue
from ivr.speech.filling import filled_by
from ivr.speech.forms import parts_of, read
from ivr.speech.numbers import cardinal

_NUMERAL: Final = re.compile(r"[0-9]+")
_SHORT_PAUSE: Final = re.compile(r"[,;:–](?=\s|$)")
_LONG_PAUSE: Final = re.compile(r"[.!?…]+(?=\s|$)")
SHORT_PAUSE_SECONDS: Final = 0.25
LONG_PAUSE_SECONDS: Final = 0.5
"""About what a voice rests at a comma and at the end of a sentence."""
LONGEST_NUMERAL: Final = 12
"""Digits; longer ones are counted one by one."""

_SAMPLES: Final = {
    "number": "1728",
    "ordinal": "28",
    "digits": "481276",
    "pairs": "481276",
    "phone": "+905326667788",
    "money": "1728.50",
    "weekday": "2026-11-25",
    "date": "2026-11-25",
    "full_date": "2026-11-25",
    "time": "2026-11-25T17:35",
    "moment": "2026-11-25T17:35",
}
"""What a value to be filled in is taken to be: a long one of its form."""
_ANY: Final = "xxxxx xxxxx"
"""Two words, for a value without a form."""


def seconds_of(text: str, language: str) -> float:
    """How long these words take in this language; numerals count as they are spoken, values as long ones do."""
    spoken = _NUMERAL.sub(lambda numeral: _as_said(numeral[0], language), _with_samples(text, language))
    words = len(spoken.replace("-", " ").split())
    pauses = SHORT_PAUSE_SECONDS * len(_SHORT_PAUSE.findall(spoken))
    pauses += LONG_PAUSE_SECONDS * len(_LONG_PAUSE.findall(spoken))
    return words * 60 / catalogue(language).words_a_minute + pauses


def _with_samples(text: str, language: str) -> str:
    return filled_by(text, lambda name, form: read(_sample(form), form, language).spoken)


def _sample(form: str | None) -> str:
    return _SAMPLES.get(parts_of(form or "")[0], _ANY)


def _as_said(numeral: str, language: str) -> str:
    if len(numeral) > LONGEST_NUMERAL:
        return " ".join(cardinal(int(digit), language) for digit in numeral)
    return cardinal(int(numeral), language)
