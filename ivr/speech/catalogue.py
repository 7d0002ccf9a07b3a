"""What each language is spoken with: its number words, days and months, from one file a language."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from pydantic import BaseModel, ConfigDict

SPOKEN: Final = ("tr", "en")


class Catalogue(BaseModel):
    """The words of one language. `small` are the numbers with a word of their own, from zero."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    small: tuple[str, ...]
    tens: tuple[str, ...]
    tens_and_units: str
    hundred: str
    scales: dict[int, str]
    silent_one_before: tuple[str, ...]
    """One hundred is `yüz`, not `bir yüz`."""
    ordinals: dict[str, str]
    """Ordinal words, and endings, that the number word alone does not give."""
    minus: str
    plus: str
    point: str
    point_written: str
    groups_written: str
    lira: str
    kurus: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    at: str
    halves_of_day: tuple[str, str]
    leading_zero: str
    words_a_minute: int


@cache
def catalogue(language: str) -> Catalogue:
    """The words of this language; of the first one we speak where we do not speak it."""
    name = language if language in SPOKEN else SPOKEN[0]
    return Catalogue.model_validate_json(_folder().joinpath(f"{name}.json").read_bytes())


def _folder() -> Traversable:
    return resources.files(__package__).joinpath("catalogues")
