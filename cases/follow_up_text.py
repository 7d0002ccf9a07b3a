"""The words of a follow-up: a text with places in it, and what is put there, as the customer's language writes it.

A place is `{what}`, or `{due:moment}`, `{until:date}` and `{amount:lira}` for what languages write differently.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from babel.dates import format_date

from cases.civil_day import ZONE
from cases.money import kurus_of
from hours.told_moment import moment_told

_PLACE: Final = re.compile(r"{([a-z][a-z0-9_]*)(?::([a-z]+))?}")
_DAY: Final = {"tr": "d MMMM y EEEE", "en": "EEEE, d MMMM y"}
"""With its year: what is written is read later, and a voucher is good for one."""


def places_in(text: str) -> tuple[tuple[str, str], ...]:
    """Name and form of each place; the form is empty where what is put there stands as it is."""
    return tuple((found[1], found[2] or "") for found in _PLACE.finditer(text))


def filled(text: str, args: Mapping[str, str], language: str) -> str:
    """The text with everything in its place. A place nothing is known for stays as it is written."""

    def put(found: re.Match[str]) -> str:
        name, form = found[1], found[2]
        if name not in args:
            return found[0]
        return _FORMS[form](args[name], language) if form else args[name]

    return _PLACE.sub(put, text)


def _moment(value: str, language: str) -> str:
    """In the customers' zone. What is no moment stands as it is."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment_told(at if at.tzinfo else at.replace(tzinfo=UTC), ZONE).spoken_in(language)


def _date(value: str, language: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    day: date = at.astimezone(ZONE).date() if at.tzinfo else at.date()
    return format_date(day, _DAY[_known(language)], locale=_known(language))


def _lira(value: str, language: str) -> str:
    kurus = kurus_of(value)
    if kurus is None:
        return value
    whole, part = f"{kurus // 100:,}", f"{kurus % 100:02}"
    return f"TRY {whole}.{part}" if _known(language) == "en" else f"{whole.replace(',', '.')},{part} TL"


def _known(language: str) -> str:
    return "en" if language == "en" else "tr"


_FORMS: Final[Mapping[str, Callable[[str, str], str]]] = {"moment": _moment, "date": _date, "lira": _lira}
FORMS: Final = tuple(_FORMS)
"""What may stand after the colon of a place."""
