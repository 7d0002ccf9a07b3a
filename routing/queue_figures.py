"""How a queue went in the last hour and who is there now: what an expected wait is computed from."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from routing.instants import from_ms, to_ms

LOOK_BACK: Final = timedelta(minutes=60)
"""Of the calls finished in this time the pace of a queue is learned: an hour ago it was another day."""
FRESH: Final = timedelta(seconds=60)
"""Figures older than this were written by a clock that is gone: nobody is told a wait from them."""
MOST_CALLBACKS: Final = 500
"""Callbacks whose places are kept one by one; with more than that ahead nobody is told a number of minutes."""


@dataclass(frozen=True, kw_only=True)
class QueueFigures:
    """`samples` calls were finished in the look-back; the means are theirs, in seconds: `ring` from offer to meeting,
    `talk`, and `wrap_up` after it. `agents` are those present, each weighing 1/k where they serve k queues in use.
    `callbacks` are the places in line of those we owe a call soon, the first one first.
    """

    queue: str
    at: datetime
    samples: int = 0
    ring_seconds: float = 0.0
    talk_seconds: float = 0.0
    wrap_up_seconds: float = 0.0
    agents: float = 0.0
    callbacks: tuple[datetime, ...] = field(default=())

    @property
    def handle_seconds(self) -> float:
        """How long one call keeps an agent from the next one."""
        return self.ring_seconds + self.talk_seconds + self.wrap_up_seconds

    def believed_at(self, now: datetime) -> bool:
        """Whether they were written lately."""
        return now - self.at <= FRESH

    def callbacks_before(self, place_at: datetime) -> int:
        """How many we owe a call began to wait before this moment."""
        return bisect_left(self.callbacks, place_at)

    def facts(self) -> dict[str, Any]:
        """As JSON keeps it; moments are milliseconds."""
        return {
            **{name: getattr(self, name) for name in _NUMBERS},
            "at": to_ms(self.at),
            "callbacks": [to_ms(moment) for moment in self.callbacks],
        }

    @classmethod
    def read(cls, queue: str, facts: Mapping[str, Any]) -> Self:
        """Back from JSON. Raises LookupError, TypeError or ValueError for what was never written by us."""
        return cls(
            queue=queue,
            at=from_ms(facts["at"]),
            callbacks=tuple(from_ms(moment) for moment in facts["callbacks"]),
            **{name: facts[name] for name in _NUMBERS},
        )


_NUMBERS: Final = ("samples", "ring_seconds", "talk_seconds", "wrap_up_seconds", "agents")
