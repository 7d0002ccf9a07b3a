"""Why somebody is not called now, and from when on they may be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Literal, cast

from cases.dialable import NotCalled
from hours.bilingual import Bilingual

UsedUp = Literal["number_budget", "block_budget", "country_budget", "hour_budget"]
"""So many calls to this number, to its thousand neighbours, to its country or in all as may be made in that time."""
Refused = NotCalled | UsedUp | Literal["breaker"]
"""`breaker`: hardly anybody answered, and calling has stopped for a while."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """`until` is when to ask again; None: never, the number is none we call."""

    why: Refused
    until: datetime | None = None


def refusal_in_words(why: str) -> Bilingual:
    """One sentence, for whoever asks why somebody is not called. `why` is one of Refused."""
    said = _catalogue()[why]
    return Bilingual(tr=said["tr"], en=said["en"])


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("callbacks.dialler") / "refusal_words.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))
