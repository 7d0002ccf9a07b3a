"""Money: kept as whole kuruş, written as lira with a point."""

import re
from typing import Final

_PLAIN: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_GROUPED: Final = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d{1,2})")


def kurus_of(text: str) -> int | None:
    """`149.90`, `149,9` and `1.149,90` are amounts of lira; None for what is no amount, or might be two."""
    written = text.strip()
    found = _GROUPED.fullmatch(written) or _PLAIN.fullmatch(written)
    if found is None or not written.isascii():
        return None
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def lira(kurus: int) -> str:
    """14990 is `149.90`."""
    return f"{kurus // 100}.{kurus % 100:02}"
