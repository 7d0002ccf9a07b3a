"""In which encoding a list is written, found by reading all of it, a piece at a time: lists may be very long."""

import codecs
from pathlib import Path
from typing import Final

PIECE_BYTES: Final = 1 << 20
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""What a file may begin with, and what it tells; Excel's "Unicode text" is UTF-16."""
GUESSED: Final = ("utf-8", "cp1254")
"""Tried in this order where there is no mark: hardly any text of the second one is by chance the first as well."""


def encoding_of(path: Path) -> str:
    """The name Python has for it; empty for what is no text in any of them."""
    with path.open("rb") as file:
        begin = file.read(4)
    marked = next((encoding for mark, encoding in MARKS if begin.startswith(mark)), None)
    for encoding in (marked,) if marked else GUESSED:
        if _is_text(path, encoding):
            return encoding
    return ""


def _is_text(path: Path, encoding: str) -> bool:
    """Whether all of it is in this encoding. A NUL is no letter of any list."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE_BYTES):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
