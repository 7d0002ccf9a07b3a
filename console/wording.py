"""What the console says by itself, in both languages: briefs, notices, why an agent is not ready."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import cast

from pydantic import BaseModel, ConfigDict

from hours.bilingual import Bilingual


class Told(BaseModel):
    """The same in Turkish and in English: whoever shows it takes one."""

    model_config = ConfigDict(frozen=True)

    tr: str
    en: str


def in_both(words: Bilingual) -> Told:
    return Told(tr=words.tr, en=words.en)


def told(key: str, args: Mapping[str, object]) -> Told:
    return Told(tr=_words("tr")[key].format(**args), en=_words("en")[key].format(**args))


def told_in(language: str, key: str, args: Mapping[str, object]) -> str:
    """The same in one language, for what is written differently in each."""
    return _words(language)[key].format(**args)


def told_if_known(key: str) -> Told | None:
    """None for what people write themselves, such as why they take a break."""
    return told(key, {}) if key in _words("en") else None


def in_a_row(sentences: Iterable[Told]) -> Told:
    every = tuple(sentences)
    return Told(tr=" ".join(each.tr for each in every), en=" ".join(each.en for each in every))


@cache
def _words(language: str) -> Mapping[str, str]:
    file = resources.files("console") / "words" / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
