"""Numbers of cases in what customers write: `[#4812]` in a subject, `dosya no 4812` or a bare `4812` in the words."""

import re
from dataclasses import dataclass
from typing import Final

from cases.turkish import tr_fold

MOST: Final = 20
"""Numbers looked at in one message: a list of invoices is not a list of cases."""
READ: Final = 20_000
"""Letters of it that are read."""
_NUMBER: Final = re.compile(r"(?<![\w#+.,/-])(#?)([0-9]{3,15}|[a-z]{1,5}-?[0-9]{3,12})(?![\w/]|[.,:-]\d)", re.ASCII)
_CALLED: Final = re.compile(
    r"(?:dosya|kayit|basvuru|vaka|talep|sikayet|case|ticket|ref)[a-z]*\W{1,3}"
    r"(?:(?:no|nr|num|number|numara|numarasi|numaram|is)\W{1,3})*$"
)
_BEFORE: Final = 40


@dataclass(frozen=True, kw_only=True)
class Named:
    """`surely`: they called it a case; otherwise it is a number that may be one."""

    number: str
    surely: bool


def numbers_named(text: str) -> list[Named]:
    """In the order in which they stand there, each once."""
    folded = tr_fold(text[:READ])
    found: dict[str, bool] = {}
    for each in _NUMBER.finditer(folded):
        surely = bool(each[1]) or _CALLED.search(folded[max(0, each.start() - _BEFORE) : each.start()]) is not None
        found[each[2]] = found.get(each[2], False) or surely
        if len(found) == MOST:
            break
    return [Named(number=number, surely=surely) for number, surely in found.items()]
