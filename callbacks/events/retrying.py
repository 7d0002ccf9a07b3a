"""When a delivery is tried again, how long a subscriber is left alone, and when we give up.

The steps are those of the Standard Webhooks specification: from 5 seconds to 24 hours, three days and more in all.
"""

import hashlib
from datetime import timedelta
from typing import Final

AFTER: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
SCATTER: Final = 0.1
"""Tries are moved by up to a tenth, so that what failed together does not come back together."""
SHORTEST_REST: Final = timedelta(seconds=5)
LONGEST_REST: Final = timedelta(minutes=5)
"""Whoever does not answer is looked for at least this often: then all that waits goes out at once."""
LONGEST_WISH: Final = timedelta(hours=1)
"""What a subscriber may ask for with Retry-After."""
DISABLED_AFTER: Final = timedelta(days=3)
"""Failing without one success for so long: nobody is there any more."""


def next_try(delivery_id: int, tries: int) -> timedelta | None:
    """How long after the try of this number; None: it was the last."""
    if tries > len(AFTER):
        return None
    drawn = int(hashlib.sha256(f"{delivery_id}:{tries}".encode()).hexdigest()[:8], 16) / 0xFFFF_FFFF
    return AFTER[tries - 1] * (1 + SCATTER * (2 * drawn - 1))


def rest(failures: int, wish: timedelta | None = None) -> timedelta:
    """How long a subscriber is left alone after so many failures in a row, or as long as they wish."""
    ours = min(SHORTEST_REST * (1 << min(failures - 1, 10)), LONGEST_REST)
    return max(ours, min(wish, LONGEST_WISH)) if wish else ours
