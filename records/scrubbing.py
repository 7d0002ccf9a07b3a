"""Taking what is personal out of a journal event, and leaving what statistics and the story of the call need."""

import re
from collections.abc import Mapping
from typing import Any, Final

PERSONAL: Final = frozenset(
    {"from", "speech", "customer", "url", "words", "name", "phone", "email", "subject", "heard"}
)
"""Keys whose values are somebody's own, whatever stands in them."""
LONGEST_CHOICE: Final = 2
"""Digits somebody chose from a menu with; more of them are a number of theirs."""


def scrubbed(data: Mapping[str, Any], sought: re.Pattern[str]) -> dict[str, Any]:
    """The event without what is personal by its key, by its length or because it is one of the person's needles."""
    return {key: _without(key, value, sought) for key, value in data.items()}


def _without(key: str, value: Any, sought: re.Pattern[str]) -> Any:
    match value:
        case dict():
            return scrubbed(value, sought)
        case list():
            return [_without(key, one, sought) for one in value]
        case str() if key in PERSONAL or sought.search(value):
            return ""
        case str() if key == "digits" and len(value) > LONGEST_CHOICE:
            return ""
        case _:
            return value
