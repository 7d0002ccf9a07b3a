"""The comments an import writes."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast


def worded(language: str, key: str, /, **filled: str) -> str:
    return _words(language)[key].format(**filled)


@cache
def _words(language: str) -> Mapping[str, str]:
    file = resources.files("ivr") / "studio" / "words" / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
