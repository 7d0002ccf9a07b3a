"""What a caller meant by what they said."""

from collections.abc import Mapping, Sequence
from typing import Literal

from cases.turkish import tr_fold

Intent = Literal["person", "repeat", "complaint", "manager"]


def meant(speech: str, language: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """Which of the choices, each with its phrases, was meant; None when that is not clear."""
    said = tr_fold(speech)
    return next((name for name, phrases in choices.items() if any(tr_fold(one) in said for one in phrases)), None)


def intent_of(speech: str, language: str) -> Intent | None:
    """What a caller may ask for at any time."""
    return None
