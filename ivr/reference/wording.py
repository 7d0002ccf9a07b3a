"""What each part of the language and each of its keys is for."""

from ivr.catalogue import catalogue


def described(language: str, name: str) -> str | None:
    """`Menu.options`, `MenuNode`, or a key that means the same wherever it stands: `next`."""
    return catalogue("reference/words", language).get(name)
