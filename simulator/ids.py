"""Twilio-style identifiers: two letters and 32 hex digits, the same for the same seed."""

import random


class Ids:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def new(self, prefix: str) -> str:
        """A new id, such as `CA…` for a call leg, `CF…` for a conference or `QU…` for a queue."""
        return f"{prefix}{self._random.getrandbits(128):032x}"
