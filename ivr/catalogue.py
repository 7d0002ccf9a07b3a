"""What a package says by itself: a file of sentences for each language, the same keys in both."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast


@cache
def catalogue(folder: str, language: str) -> Mapping[str, str]:
    """Sentences by key; `folder` is below `ivr`: `trying/words`."""
    file = resources.files("ivr") / folder / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
