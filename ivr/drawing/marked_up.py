"""Words of a flow as text of an XML document."""

import re
from html import escape
from typing import Final

UNSPEAKABLE: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, escaped or not: https://www.w3.org/TR/xml/#charsets"""


def marked_up(text: str) -> str:
    """Fit to stand between tags and in attributes; what XML has no place for becomes U+FFFD."""
    return escape(UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text))
