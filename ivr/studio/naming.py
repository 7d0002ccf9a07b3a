"""Names as our language wants them, from names as people gave them in Studio."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

LETTERS: Final = str.maketrans({"ı": "i", "İ": "i", "ø": "o", "ß": "ss"})
LONGEST_NODE, LONGEST_VARIABLE = 40, 20


def plain_name(name: str, longest: int = LONGEST_NODE) -> str:
    """`Split Based On 1` → `split_based_on_1`; letters with marks lose them."""
    letters = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return (plain if plain[:1].isalpha() else f"n_{plain}")[:longest].strip("_")


def distinct(names: Iterable[str], taken: frozenset[str]) -> Mapping[str, str]:
    """Each name with a plain one of its own."""
    given: dict[str, str] = {}
    used = set(taken)
    for name in names:
        plain, number = plain_name(name), 2
        while plain in used:
            plain, number = f"{plain_name(name, LONGEST_NODE - 4)}_{number}", number + 1
        used.add(plain)
        given[name] = plain
    return given
