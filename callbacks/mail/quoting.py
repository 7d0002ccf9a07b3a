"""What a customer wrote now, without the letters below it that they answer."""

import re
from typing import Final

_BELOW: Final = re.compile(
    r"^(?:-{2,}\s*(?:Original Message|Özgün (?:İleti|Mesaj)|Orijinal (?:İleti|Mesaj)).*"
    r"|-{2,}\s*(?:Forwarded message|İletilen ileti).*"
    r"|_{10,}"
    r"|On .{5,120}wrote:"
    r"|.{5,160}(?:tarihinde|günü).{0,160}(?:şunu yazdı|yazdı|demiş)\s*:"
    r"|(?:Kimden|Gönderen|From|Von):\s.*)$",
    re.MULTILINE | re.IGNORECASE,
)
"""The lines mail programs put between an answer and what it answers, in Turkish and English."""


def without_quotes(words: str) -> str:
    """Where everything is quoted, or the answer stands between quoted lines, it is left as it is."""
    below = _BELOW.search(words)
    own = words[: below.start()] if below else words
    lines = own.rstrip().split("\n")
    while lines and (lines[-1].startswith(">") or not lines[-1].strip()):
        lines.pop()
    return "\n".join(lines).strip() or words.strip()
