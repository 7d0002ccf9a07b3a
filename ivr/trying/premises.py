"""The centre a call is tried in: its flows, and its calendars."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from hours.opening_hours import Calendars
from ivr.language.release import Release


@dataclass(frozen=True, kw_only=True)
class Premises:
    release: Release
    calendars: Calendars = field(default_factory=Calendars)

    @property
    def zone(self) -> ZoneInfo:
        """The calendars' own; Istanbul's where there is none."""
        return self.calendars.zone
