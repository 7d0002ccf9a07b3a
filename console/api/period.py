"""From when to when figures are asked for."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from console.api.fields import Moment
from console.api.problem import wrong
from console.reports.wanted import Wanted

A_MONTH: Final = timedelta(days=30)


class PeriodQuery(BaseModel):
    """By default the last thirty days. What happened at `until` itself is not counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Moment | None = Field(None)
    until: Moment | None = Field(None)

    def between(self, now: datetime) -> tuple[datetime, datetime]:
        until = self.until or now
        try:
            since = self.since or until - A_MONTH
        except OverflowError:
            raise wrong("until", "This time is too early.") from None
        if since >= until:
            raise wrong("since", "This lies after the end.")
        return since, until

    def wanted(self, now: datetime) -> Wanted:
        """What a report is to be about."""
        since, until = self.between(now)
        return Wanted(since=since, until=until, now=now)
