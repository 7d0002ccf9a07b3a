"""How many messages a text makes on the air, as Twilio counts and bills it."""

from collections.abc import Iterable

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The GSM 7-bit alphabet (3GPP TS 23.038): one letter, one place. Turkish ş, ğ, ı, İ and ç are not in it."""

GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
"""Letters behind an escape: two places each."""

SMART = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "..."})
"""What smart encoding puts in place of letters that would need UCS-2."""


def segments(text: str) -> int:
    """160 places of the GSM alphabet, or 70 with one letter outside it; 153 or 67 in each of several."""
    if all(letter in GSM or letter in GSM_EXTENSION for letter in text):
        return _count([2 if letter in GSM_EXTENSION else 1 for letter in text], 160, 153)
    return _count([2 if ord(letter) > 0xFFFF else 1 for letter in text], 70, 67)


def smart(text: str) -> str:
    """The text with typographic marks made plain."""
    return text.translate(SMART)


def _count(places: Iterable[int], single: int, several: int) -> int:
    """A letter of two places is never torn apart."""
    sizes = list(places)
    if sum(sizes) <= single:
        return 1
    count, free = 0, 0
    for size in sizes:
        if size > free:
            count, free = count + 1, several
        free -= size
    return count
