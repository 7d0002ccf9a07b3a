"""Filling values into words."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from ivr.speech.forms import read

_PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z_]+))?\}")
_ODD: Final = re.compile(r"\{[^{}]{0,40}\}?|\}")


def filled(text: str, values: Mapping[str, str], language: str, *, written: bool = False) -> str:
    """The text with `{name}` and `{name:form}` filled in; a value nobody knows is left out.

    `written` is for words that are read and not heard: `15.30` where a caller hears `on beş otuz`.
    """

    def fill(name: str, form: str | None) -> str:
        if not (value := values.get(name)):
            return ""
        reading = read(value, form, language)
        return reading.written if written else reading.spoken

    return filled_by(text, fill)


def filled_by(text: str, fill: Callable[[str, str | None], str]) -> str:
    """The text with what `fill` says for each name and form."""
    return _PLACE.sub(lambda place: fill(place[1], place[2]), text)


def odd_braces_in(text: str) -> list[str]:
    """What looks like a place to be filled and is none: callers would hear it as it stands."""
    return [odd[0] for odd in _ODD.finditer(_PLACE.sub("", text))]


def places_of(text: str) -> list[tuple[str, str | None]]:
    """Every name to be filled in, with the way it is to be spoken."""
    return [(place[1], place[2]) for place in _PLACE.finditer(text)]
