"""How long what we know of people is kept, and when files may be written anew without holding anybody up."""

from dataclasses import dataclass
from datetime import datetime

from cases.civil_day import ZONE


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Days after which calls, closed cases and customers nobody heard of lose what is personal, and the sound of
    recorded conversations is deleted; 0: never.

    Statistics stay. `night_from` and `night_until` are hours of the centre's day.
    """

    calls_days: int = 730
    recordings_days: int = 180
    cases_days: int = 3650
    customers_days: int = 3650
    night_from: int = 2
    night_until: int = 6

    def is_night(self, moment: datetime) -> bool:
        hour = moment.astimezone(ZONE).hour
        if self.night_from <= self.night_until:
            return self.night_from <= hour < self.night_until
        return hour >= self.night_from or hour < self.night_until
