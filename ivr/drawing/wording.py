"""What stands on a drawing besides the flow's own words."""

from ivr.catalogue import catalogue


def worded(language: str, key: str, **filled: str) -> str:
    return catalogue("drawing/words", language)[key].format(**filled)
