"""Why somebody is not called now, and from when on they may be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from callbacks.dialler.said import said
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
    """One sentence, for whoever asks why somebody is not called: `why` is one of Refused, or of a verdict."""
    return said("refusal_words", why)


def not_called_told(why: str) -> dict[str, Bilingual]:
    """For a sentence of more: `because` is why somebody is not called, `why` the word by which ops look it up."""
    return {"because": refusal_in_words(why), "why": Bilingual(tr=why, en=why)}
