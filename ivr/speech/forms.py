"""How a value may be spoken: `{due:date}`, and with a Turkish ending `{due:date_dative}`."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from ivr.speech.digits import read_digits, read_pairs, read_phone
from ivr.speech.harmony import CASES, Case
from ivr.speech.moments import read_date, read_full_date, read_moment, read_time, read_weekday
from ivr.speech.money import read_money
from ivr.speech.numbers import read_number, read_ordinal
from ivr.speech.reading import Reading

_READERS: Final[Mapping[str, Callable[[str, str], Reading | None]]] = {
    "number": read_number,
    "ordinal": read_ordinal,
    "digits": read_digits,
    "pairs": read_pairs,
    "phone": read_phone,
    "money": read_money,
    "date": read_date,
    "full_date": read_full_date,
    "weekday": read_weekday,
    "time": read_time,
    "moment": read_moment,
}
_INFLECTED: Final = frozenset(_READERS) - {"ordinal"}
FORMS: Final = frozenset(_READERS) | {f"{name}_{case}" for name in _INFLECTED for case in CASES}
"""Every way a value may be spoken."""
LONGEST_VALUE: Final = 200
"""Characters of one value that are spoken; whoever sends more is not reading out a fact."""


@lru_cache(maxsize=4096)
def read(value: str, form: str | None, language: str) -> Reading:
    """The value in this form. One that is not what the form is for is read as it stands; endings are Turkish alone."""
    plain = _plain(value)
    name, case = parts_of(form or "")
    reader = _READERS.get(name)
    reading = reader(plain, language) if reader else None
    if reading is None:
        return Reading(spoken=plain, written=plain)
    return reading if case is None or language == "en" else reading.in_case(case)


def _plain(value: str) -> str:
    """On one line, without control characters and halves of characters: a value may come from anybody."""
    return " ".join("".join(c if c.isprintable() else " " for c in value[:LONGEST_VALUE]).split())


def parts_of(form: str) -> tuple[str, Case | None]:
    """What is read, and the Turkish ending it takes: `time_dative` is `time` and the dative."""
    name, _, case = form.rpartition("_")
    return (name, case) if case in CASES else (form, None)
