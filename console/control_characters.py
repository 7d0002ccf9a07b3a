"""Characters nobody types and nobody sees: neither pages nor the API take them, and none gets onto a page.

A NUL cannot be kept by PostgreSQL; an escape rewrites the terminal that reads a log.
"""

import re
from typing import Final

_SEEN: Final = "\t\n\r"
UNSEEN: Final = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _SEEN)
"""To be translated to nothing: Unicode's control characters but tabs and ends of lines."""
NONE_UNSEEN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
"""The same as a pattern of text without any, for what describes a field."""
_ANY: Final = re.compile("[{}]".format("".join(re.escape(chr(code)) for code in UNSEEN)))


def has_unseen(text: str) -> bool:
    return _ANY.search(text) is not None
