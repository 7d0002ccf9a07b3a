"""Characters nobody types and nobody sees: a request with one is refused with its place, and none gets onto a page.

A NUL cannot be kept by PostgreSQL; an escape rewrites the terminal that reads a log.
"""

import re
from collections.abc import Iterable
from typing import Final

from flask import Request

from console.pages.page import NotThere

_SEEN: Final = "\t\n\r"
UNSEEN: Final = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _SEEN)
"""To be translated to nothing: Unicode's control characters but tabs and ends of lines."""
_UNSEEN: Final = re.compile("[{}]".format("".join(re.escape(chr(code)) for code in UNSEEN)))


class HasControlCharacter(Exception):
    """`field` names what was sent with one."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def refuse_control_characters(request: Request, path: Iterable[str]) -> None:
    """Raises NotThere for an address that names such a thing, and HasControlCharacter for a field."""
    if any(map(_UNSEEN.search, path)):
        raise NotThere
    for sent in (request.args, request.form):
        for name, value in sent.items(multi=True):
            if _UNSEEN.search(name) or _UNSEEN.search(value):
                raise HasControlCharacter(name)
