"""What is kept of a PIN tells nobody the PIN, not even with the database in hand."""

import hashlib
import hmac
import re
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

PIN: Final = re.compile(r"[0-9]{4,8}")
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's figures for argon2id: some 20 ms, as much as a webhook can afford. The secret mixed in does the rest."""
NOBODYS: Final = _HASHER.hash(b"nobody's")
"""To be compared with where there is no PIN, so that it takes as long."""


def is_a_pin(digits: str) -> bool:
    return PIN.fullmatch(digits) is not None


def pin_hash(pin: str, *, whose: str, secret: bytes) -> str:
    """What is kept; under another's name it fits nothing. Raises ValueError for what is no PIN."""
    if not is_a_pin(pin):
        raise ValueError("A PIN has four to eight digits.")
    return _HASHER.hash(_mixed(secret, whose, pin))


def is_pin_of(kept: str, digits: str, *, whose: str, secret: bytes) -> bool:
    """Whether these are the digits; takes as long for wrong ones as for the right ones."""
    try:
        return _HASHER.verify(kept, _mixed(secret, whose, digits))
    except (VerificationError, InvalidHashError):
        return False


def _mixed(secret: bytes, whose: str, digits: str) -> bytes:
    return hmac.new(secret, f"pin:{whose}:{digits}".encode(), hashlib.sha256).digest()
