"""Words for people in both languages, and the few this package says by itself."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, cast

LANGUAGES: Final = ("tr", "en")


@dataclass(frozen=True, kw_only=True)
class Bilingual:
    tr: str
    en: str

    def spoken_in(self, language: str) -> str:
        return self.en if language == "en" else self.tr


def catalogued(key: str) -> Bilingual:
    """What we say ourselves where nobody wrote anything better."""
    return Bilingual(tr=_catalogue("tr")[key], en=_catalogue("en")[key])


def about(name: Bilingual, key: str) -> Bilingual:
    """The catalogue's words with a name in them."""
    words = catalogued(key)
    return Bilingual(tr=words.tr.format(name=name.tr), en=words.en.format(name=name.en))


def completed(tr: str | None, en: str | None, *, otherwise: str) -> Bilingual:
    """A language nobody wrote gets the catalogue's words, so that no caller hears the other one."""
    ours = catalogued(otherwise)
    return Bilingual(tr=tr or ours.tr, en=en or ours.en)


@cache
def _catalogue(language: str) -> dict[str, str]:
    file = resources.files("hours") / "catalogue" / f"{language}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
