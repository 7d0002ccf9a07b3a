"""What the dialler says to people by itself, in both languages: each catalogue is a file beside this one."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

from hours.bilingual import Bilingual


def said(catalogue: str, key: str, args: Mapping[str, Bilingual] | None = None) -> Bilingual:
    """What stands there under this key, with what belongs in its places."""
    words, put = _catalogue(catalogue)[key], args or {}
    return Bilingual(
        tr=words["tr"].format(**{name: one.tr for name, one in put.items()}),
        en=words["en"].format(**{name: one.en for name, one in put.items()}),
    )


def is_said(catalogue: str, key: str) -> bool:
    return key in _catalogue(catalogue)


@cache
def _catalogue(name: str) -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("callbacks.dialler") / f"{name}.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))
