"""The words of `sahip hours` and `sahip crisis`, and of what they refuse, in Turkish and English."""

import json
from functools import cache
from importlib import resources
from typing import cast


def word(key: str, lang: str) -> str:
    return _words(lang)[key]


def said(key: str, lang: str, **args: str) -> str:
    return word(key, lang).format(**args)


@cache
def _words(lang: str) -> dict[str, str]:
    file = resources.files("engine") / "hours_words" / f"{lang}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
