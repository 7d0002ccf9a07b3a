"""What Excel does to the lists people keep in it: what can be undone is undone, what is lost is told.

Excel takes a telephone number for a number: `0532…` loses its zero, `905321234567` becomes `9,05321E+11`. Days are
numbers to it too. Letters break where a file was opened in one encoding and saved in another.
"""

import re
from datetime import date, timedelta
from typing import Final

from records.errors import CellRefused

_GUARDED: Final = re.compile(r"'(?=[+=\d(])|=\"(.*)\"", re.DOTALL)
"""`'0532…` and `="0532…"`: how people keep Excel from counting with a cell."""
_SCIENTIFIC: Final = re.compile(r"([1-9])(?:[.,](\d*))?E\+?(\d{1,3})", re.IGNORECASE)
_POINT_NOUGHT: Final = re.compile(r"(\d{7,20})[.,]0{1,2}")
_DAY_NUMBER: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
_FIRST_DAY: Final = date(1899, 12, 30)
_DAYS: Final = range(20_000, 80_000)
"""1954 to 2119: other numbers of five digits are no days anybody writes into a list of ours."""
_NO_VALUE: Final = re.compile(
    r"#+|#(?:N/A|NULL!|REF!|NAME\?|VALUE!|NUM!|DIV/0!|YOK|BOŞ!|BAŞV!|AD\?|DEĞER!|SAYI/0!|SAYI!)"
)
_BROKEN: Final = re.compile("Ä[±°Ÿ\x9e]|Å[Ÿ\x9e]|Ã[§¶¼–œ‡]|\ufffd")
"""Turkish letters of UTF-8 that were read as Windows-1254, and letters nobody could read at all."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN: Final = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks that come along when something is copied from a telephone or a page; joiners stay: some scripts need them."""
_LINE_ENDS: Final = "\u2028\u2029\x85"
_BLANKS: Final = "\u00a0\u202f\u2007"
_PLAIN: Final = {
    **dict.fromkeys(map(ord, _UNSEEN)),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
}


def mended(text: str) -> str:
    """The cell without what Excel, or whoever outwitted it, has put around it. Raises CellRefused for broken ones."""
    if not text.isprintable() and _CONTROL.search(text := text.translate(_PLAIN)):
        raise CellRefused("has a control character in it")
    if not text.isascii() and _BROKEN.search(text):
        raise CellRefused(f"{text.strip()[:40]}: its letters are broken; save the file anew as CSV UTF-8")
    text = text.strip()
    if text[:1] in ("'", "=") and (guarded := _GUARDED.match(text)):
        text = (guarded[1] if guarded[1] is not None else text[1:]).strip()
    if text[:1] == "#" and _NO_VALUE.fullmatch(text):
        raise CellRefused(f"holds no value: Excel shows {text}")
    return text


def number_as_written(text: str) -> str:
    """A number that is a name (of a telephone, a customer, a case) with all its digits.

    `9,05321234567E+11` has them still; raises CellRefused for `9,05321E+11`, whose last ones are gone.
    """
    if not text[:1].isdigit():
        return text
    if whole := _POINT_NOUGHT.fullmatch(text):
        return whole[1]
    if (found := _SCIENTIFIC.fullmatch(text)) is None:
        return text
    digits = found[1] + (found[2] or "")
    if len(digits) != int(found[3]) + 1:
        raise CellRefused(
            f"{text} is what Excel has made of a long number, and its last digits are lost: "
            "write it anew in a column formatted as text, then save the file"
        )
    return digits


def day_of_number(text: str) -> date | None:
    """The day that stands behind Excel's number of it; None for what is no such number."""
    if _DAY_NUMBER.fullmatch(text) is None:
        return None
    number = int(re.split("[.,]", text)[0])
    return _FIRST_DAY + timedelta(days=number) if number in _DAYS else None
