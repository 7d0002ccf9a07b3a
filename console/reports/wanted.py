"""What a report is about: from when to when, which queue, in intervals of how long."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from routing.service_level import Switches

MOST_INTERVALS: Final = 3_000
"""A month of quarters of an hour: a report is read by people."""
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Without `minutes` the whole time is one interval. `now`: what is due later than that is not due."""

    since: datetime
    until: datetime
    now: datetime
    queue: str | None = None
    minutes: int | None = None
    switches: Switches = field(default_factory=Switches)

    @property
    def too_many(self) -> bool:
        """More intervals than anybody reads."""
        return self.minutes is not None and self.until - self.since > timedelta(minutes=self.minutes) * MOST_INTERVALS

    def spans(self) -> list[tuple[datetime, datetime]]:
        """The intervals, which begin at whole multiples of their length; the first and the last may be cut short."""
        if self.minutes is None:
            return [(self.since, self.until)]
        return list(_spans(self.since, self.until, timedelta(minutes=self.minutes)))


def _spans(since: datetime, until: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        end = min(since - (since - _BEGINNING) % length + length, until)
        yield since, end
        since = end
