"""Looks this process has noted lately: a page that is painted each second is one look, and costs nobody a write."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

NOTED_AGAIN: Final = timedelta(minutes=5)
"""Sooner than a look is one of its own (`records/look.py`): one that was lost on its way is noted again."""
MOST: Final = 20_000
"""Remembered at once; then all is forgotten, and noted once more."""


@dataclass(frozen=True)
class RecentLooks:
    _noted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def new(self, who: str, subjects: Sequence[str], *, now: datetime) -> list[str]:
        """Those of the subjects that are still to be noted; from now on they count as noted."""
        with self._one_at_a_time:
            if len(self._noted) > MOST:
                self._noted.clear()
            fresh = [one for one in subjects if now - self._noted.get((who, one), _NEVER) >= NOTED_AGAIN]
            self._noted.update(dict.fromkeys(((who, one) for one in fresh), now))
        return fresh


_NEVER: Final = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
