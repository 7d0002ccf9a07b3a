"""How long an agent has for an offer: while their telephone rings, until they take it, and once they said hello."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

KEY_TIME: Final = timedelta(seconds=15)
"""From the agent's hello to the key: a whisper of 4 s, 6 s to press, and the carrier's delays."""
CARRIER: Final = timedelta(seconds=5)
"""A telephone may ring so much longer than was asked for."""
BRIEF: Final = timedelta(seconds=20)
"""What a colleague is told before they come into somebody's conversation takes 15 s, and the keys are told after it."""
DELAYS: Final = timedelta(seconds=3)


@dataclass(frozen=True, kw_only=True)
class OfferTime:
    """A telephone rings `ring_seconds`; the offer stands for `offer` from when it began, for `key` from the hello."""

    ring_seconds: int
    offer: timedelta
    key: timedelta = KEY_TIME


def time_to_be_briefed(ring_seconds: int) -> OfferTime:
    """Of a call whose colleague hears first what it is about. The leg ends before the offer does."""
    rings = timedelta(seconds=ring_seconds)
    return OfferTime(ring_seconds=ring_seconds, offer=rings + CARRIER + DELAYS, key=KEY_TIME + BRIEF)
