"""The comments an import writes."""

from ivr.catalogue import catalogue


def worded(language: str, key: str, /, **filled: str) -> str:
    return catalogue("studio/words", language)[key].format(**filled)
