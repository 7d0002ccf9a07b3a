"""A mail server's report that a letter of ours did not arrive (RFC 3464)."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from callbacks.mail.letter import letters_named_in

FAILED: Final = re.compile(r"^action:\s*failed\b", re.IGNORECASE | re.MULTILINE)
_STATUS: Final = re.compile(r"^status:\s*([45])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.MULTILINE)
MOST_READ: Final = 64 * 1024
MOST_PARTS: Final = 20


def letter_that_came_back(parsed: "Message[str, str]") -> str | None:
    """The name of our letter that will not arrive; None where this says no such thing. A delay is not an end."""
    if parsed.get_content_type() != "multipart/report":
        return None
    reports = [part for part in _within(parsed) if part.get_content_type() == "message/delivery-status"]
    told = "\n".join(_text(part) for part in reports)
    if not FAILED.search(told) or any(found[1] == "4" for found in _STATUS.finditer(told)):
        return None
    for part in _within(parsed):
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            for line in re.findall(r"^message-id:\s*(\S+)", _text(part), re.IGNORECASE | re.MULTILINE):
                for name in letters_named_in(line):
                    return name
    return None


def _within(parsed: "Message[str, str]") -> Iterator["Message[str, str]"]:
    contents = parsed.get_payload()
    if isinstance(contents, list):
        yield from (each for each in contents[:MOST_PARTS] if isinstance(each, Message))


def _text(part: "Message[str, str]") -> str:
    return part.as_bytes()[:MOST_READ].decode("utf-8", "replace")
