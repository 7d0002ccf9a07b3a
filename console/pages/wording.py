"""Words of the pages: `words/<area>.<language>.json`, each key `area.key` in a template."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("tr", "en")


def say(language: str, key: str, **args: object) -> str:
    """Raises KeyError for a word nobody wrote: a test finds it before a person does."""
    return words(language)[key].format(**args) if args else words(language)[key]


@cache
def words(language: str) -> Mapping[str, str]:
    """Every word of one language."""
    found: dict[str, str] = {}
    for file in (resources.files("console.pages") / "words").iterdir():
        area, spoken, ending = file.name.split(".")
        if (spoken, ending) == (language, "json"):
            told = json.loads(file.read_text(encoding="utf-8"))
            found |= {f"{area}.{key}": text for key, text in told.items()}
    return found
