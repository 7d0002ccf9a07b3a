"""The words of a letter that came as a web page alone.

Read in one pass: a page that is made to be hard to read takes no longer than another.
"""

import re
from html import unescape
from typing import Final

LONGEST: Final = 400_000
"""Letters of a page that are read."""
UNREAD: Final = frozenset({"script", "style", "head", "title", "template"})
LINES: Final = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table"})
_NAME: Final = re.compile(r"/?([a-z][a-z0-9]{0,19})")


def words_of_html(page: str) -> str:
    """Text without tags, scripts and styles; a line where the page begins one."""
    text = unescape("".join(_pieces(page[:LONGEST])))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(page: str) -> list[str]:
    low, at, pieces = page.lower() if page.isascii() else _lowered(page), 0, []
    while (opens := page.find("<", at)) >= 0:
        pieces.append(page[at:opens])
        closes = page.find("-->" if page.startswith("<!--", opens) else ">", opens)
        if closes < 0:
            return pieces
        found = _NAME.match(low, opens + 1)
        name = found[1] if found else ""
        if name in LINES:
            pieces.append("\n")
        if name in UNREAD and low[opens + 1] != "/":
            closes = low.find(f"</{name}", closes)
            if closes < 0:
                return pieces
            closes -= 1
        at = closes + (3 if page.startswith("-->", closes) else 1)
    return [*pieces, page[at:]]


def _lowered(page: str) -> str:
    """Small letters, each in its place: İ would become two."""
    return "".join(c.lower() if c.isascii() else c for c in page)
