"""The words of tables and sentences at the terminal, in Turkish and English: cases, people, purses and the audit."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

from engine.errors import OrderRefused


def word(key: str, lang: str) -> str:
    return _words(lang)[key]


def said(key: str, lang: str, **args: object) -> str:
    return word(key, lang).format(**args)


def refusal(key: str, lang: str, **args: str) -> OrderRefused:
    """Why an order cannot be carried out, to be raised."""
    return OrderRefused(said(f"refused_{key}", lang, **args))


def named(what: str, name: str, lang: str) -> str:
    """In people's words, or as it is where nobody has words for it."""
    return _words(lang).get(f"{what}_{name}", name)


def headed(row: Mapping[str, object], lang: str) -> dict[str, object]:
    """The row under headings of that language, those it has words for."""
    return {_words(lang).get(name, name): value for name, value in row.items()}


@cache
def _words(lang: str) -> Mapping[str, str]:
    file = resources.files("engine") / "desk_words" / f"{lang}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
