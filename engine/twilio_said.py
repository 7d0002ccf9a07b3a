"""The words of `sahip twilio`, and of what it refuses, in Turkish and English."""

import json
from functools import cache
from importlib import resources
from typing import cast


def word(key: str, lang: str, **args: object) -> str:
    return _words(lang)[key].format(**args)


@cache
def _words(lang: str) -> dict[str, str]:
    file = resources.files("engine") / "twilio_words" / f"{lang}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
