"""Filling values into words."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z_]+))?\}")


def filled(text: str, values: Mapping[str, str], language: str) -> str:
    """The text with `{name}` filled in; a value nobody knows is left out rather than read out in braces."""
    return _PLACE.sub(lambda place: values.get(place[1], ""), text)


def places_of(text: str) -> list[tuple[str, str | None]]:
    """Every name to be filled in, with the way it is to be spoken."""
    return [(place[1], place[2]) for place in _PLACE.finditer(text)]
