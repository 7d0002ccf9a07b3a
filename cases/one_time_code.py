"""A code that is good once, for some minutes. It is kept nowhere: whoever needs it computes it from our secret."""

import hashlib
import hmac
from typing import Final

DIGITS: Final = 6


def code_of(secret: bytes, challenge: str) -> str:
    """The six digits of a verification. Without the secret nobody can tell one from another."""
    digest = hmac.new(secret, f"code:{challenge}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def is_the_code(secret: bytes, challenge: str, answer: str) -> bool:
    """Compared in a time that tells nothing about how much of it was right."""
    return hmac.compare_digest(code_of(secret, challenge).encode(), answer.encode("utf-8", "replace"))
