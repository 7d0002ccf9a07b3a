"""Searching and sorting Turkish text; neither SQLite nor every PostgreSQL has a Turkish collation."""

import re
import unicodedata

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
"""The 29 letters in dictionary order, with q, w and x where a Turkish reader looks for them."""
_LETTERS = {letter: chr(ord("a") + place) for place, letter in enumerate(ALPHABET)}
_ACCENTS = re.compile("[\u0300-\u036f]+")
"""The marks NFKD parts from Latin letters; there are others, in other scripts."""
_CAPITALS = str.maketrans({"I": "ı", "İ": "i"})


def tr_lower(text: str) -> str:
    """Lower case with Turkish i's: `IŞIL İNCİ` is `ışıl inci`."""
    return unicodedata.normalize("NFC", text).translate(_CAPITALS).lower()


def tr_fold(text: str) -> str:
    """What a search compares: case, accents, both i's and spacing make no difference. `ayse` finds `Ayşe`."""
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold())
    if not letters.isascii():
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(letters.split())


def tr_sort_key(text: str) -> str:
    """A key that puts names in the order of a Turkish dictionary: Cem, Çağla, Ilgın, İnci, Oya, Özlem."""
    return "".join(_sort_letter(c) for c in tr_lower(text))


def _sort_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    plain = unicodedata.normalize("NFKD", letter)[0]
    return _LETTERS.get(plain, plain)
