"""The checker's sentences, from the catalogues beside it: one file a language, the same keys in each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ivr.yaml_file import read_mapping

CATALOGUES = Path(__file__).parent / "wording"


def worded(key: str, language: str, values: Mapping[str, object]) -> str:
    """The sentence of this key with the values filled in; empty where there is none."""
    sentence = catalogue(language).get(key, "")
    return sentence.format_map({name: str(value) for name, value in values.items()})


@cache
def catalogue(language: str) -> Mapping[str, str]:
    return {str(key): str(sentence) for key, sentence in read_mapping(CATALOGUES / f"{language}.yaml").items()}
