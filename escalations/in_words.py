"""What this package says and shows by itself, in both languages: `words/<part>.json`."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from hours.bilingual import Bilingual


def said(part: str, key: str, **facts: object) -> Bilingual:
    """The words of that key, with these facts filled in; a fact that is Bilingual is told in its own language."""
    words = words_of(part)[key]
    return Bilingual(tr=_filled(words["tr"], facts, "tr"), en=_filled(words["en"], facts, "en"))


def has_words(part: str, key: str) -> bool:
    return key in words_of(part)


@cache
def words_of(part: str) -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("escalations") / "words" / f"{part}.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))


def _filled(words: str, facts: Mapping[str, Any], language: str) -> str:
    told = {name: fact.spoken_in(language) if isinstance(fact, Bilingual) else fact for name, fact in facts.items()}
    return words.format(**told)
