"""How wide words are on the sheet, and how they are broken into lines: enough for boxes that fit what is in them."""

from functools import lru_cache
from typing import Final

NARROW: Final = frozenset("iıjltfr.,:;'!|()[]{}“”‘’\"-/ ")
WIDE: Final = frozenset("mwMWÖOQGĞ@%…—ABCÇDEHKNPRSŞUÜVXYZ&")
NARROW_EM, COMMON_EM, WIDE_EM = 0.34, 0.56, 0.74
"""Shares of the height of letters, for the usual sans-serif faces; measured on Arial and rounded up."""


@lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Pixels these words need at most in letters of this size."""
    return size * sum(NARROW_EM if c in NARROW else WIDE_EM if c in WIDE else COMMON_EM for c in text)


def lines_of(text: str, size: float, width: float, *, most: int) -> tuple[str, ...]:
    """The words in at most so many lines of at most so many pixels; what is left out is shown by `…`."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        last = len(lines) == most - 1
        line, words = _filled(words, size, width)
        lines.append(_cut(f"{line} {' '.join(words)}", size, width) if last and words else _cut(line, size, width))
    return tuple(lines)


def _filled(words: list[str], size: float, width: float) -> tuple[str, list[str]]:
    line = words[0]
    for used, word in enumerate(words[1:], 1):
        if width_of(f"{line} {word}", size) > width:
            return line, words[used:]
        line = f"{line} {word}"
    return line, []


def _cut(text: str, size: float, width: float) -> str:
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip(' .,;:')}…"
