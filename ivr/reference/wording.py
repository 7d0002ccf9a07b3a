"""What each part of the language and each of its keys is for."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast


def described(language: str, name: str) -> str | None:
    """`Menu.options`, `MenuNode`, or a key that means the same wherever it stands: `next`."""
    return _words(language).get(name)


@cache
def _words(language: str) -> Mapping[str, str]:
    file = resources.files("ivr") / "reference" / "words" / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
