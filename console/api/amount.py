"""Amounts of lira as programs send them: `"30.00"`, `30` and `30.5` are the same money to the last kuruş."""

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from cases.money import kurus_of, lira
from console.api.fields import Words

MOST_KURUS: Final = 100_000_000


def _kurus(told: object) -> int:
    written = told if isinstance(told, str) else str(told) if isinstance(told, int | float) else ""
    kurus = None if isinstance(told, bool) else kurus_of(written)
    if kurus is None or not 0 < kurus <= MOST_KURUS:
        raise ValueError(f'An amount in lira, such as "30.00"; more than nothing and at most {lira(MOST_KURUS)}.')
    return kurus


_TOLD: Final = {"anyOf": [{"type": "string"}, {"type": "number"}], "examples": ["30.00"]}
Kurus = Annotated[int, BeforeValidator(_kurus), WithJsonSchema(_TOLD), Field(description="In lira, as 30.00.")]
"""Read as lira, kept as kuruş."""


def _an_amount(text: str) -> str:
    return lira(_kurus(text))


Lira = Annotated[Words, StringConstraints(max_length=20), AfterValidator(_an_amount)]
"""The same as it is written: `30.00`."""
