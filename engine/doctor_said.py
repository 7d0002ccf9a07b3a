"""What `sahip doctor` says, in Turkish and English."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

from hours.bilingual import LANGUAGES, Bilingual


def told(key: str, args: Mapping[str, object] | None = None) -> Bilingual:
    """In both languages; what is put in may be in both as well."""
    return Bilingual(**{language: _filled(key, args or {}, language) for language in LANGUAGES})


def is_told(key: str) -> bool:
    return key in _words("en")


def _filled(key: str, args: Mapping[str, object], language: str) -> str:
    put = {name: one.spoken_in(language) if isinstance(one, Bilingual) else one for name, one in args.items()}
    return _words(language)[key].format(**put)


@cache
def _words(language: str) -> Mapping[str, str]:
    file = resources.files("engine") / "doctor_words" / f"{language}.json"
    return cast(Mapping[str, str], json.loads(file.read_text(encoding="utf-8")))
