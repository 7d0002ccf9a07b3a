"""What is kept of a password, and how long it takes to compare: the same for nobody's."""

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 10
LONGEST: Final = 200
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's floor for argon2id: some 20 to 50 ms."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Signing in must not keep a process from answering the telephone."""
NOBODYS: Final = _HASHER.hash("nobody's")


def password_hash(password: str) -> str:
    """Raises ValueError for one too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"A password has {SHORTEST} to {LONGEST} characters.")
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password_of(kept: str | None, password: str) -> bool:
    """Takes as long where there is no password, so that nobody learns who has an account."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or NOBODYS, password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
