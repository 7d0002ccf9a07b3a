"""`sahip hours` and `sahip crisis`: the centre's hours as they are now, and who orders them."""

import getpass
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_file import read_hours
from engine.policy_file import read_policy
from engine.stores import database_of, see_to_schema
from hours.calendar import Calendar
from hours.opening_hours import OpeningHours
from ivr.publishing.present import present_release
from records.database import reading

DURATION: Final = re.compile(r"(\d{1,4})(m|h|d)")
UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
YEARS: Final = range(2001, 2099)
LONGEST_AUTHOR: Final = 80
HOME: Final = ZoneInfo("Europe/Istanbul")
"""Where a centre without calendars is thought to be."""


@dataclass(frozen=True, kw_only=True)
class HoursDesk:
    hours: OpeningHours
    database: Engine
    clock: Callable[[], datetime]
    queues: frozenset[str]

    @property
    def zone(self) -> ZoneInfo:
        return next((calendar.zone for calendar in self.hours.calendars.named.values()), HOME)

    def names(self, name: str | None) -> list[str]:
        """That calendar, or all of them. Raises OrderRefused for one that is not there."""
        return [self.calendar(name).name] if name else sorted(self.hours.names)

    def calendar(self, name: str) -> Calendar:
        known = self.hours.calendars.named
        if name not in known:
            raise OrderRefused(f"There is no calendar {name}; there are {', '.join(sorted(known)) or 'none'}.")
        return known[name]

    def queue(self, name: str | None) -> str | None:
        if name is not None and name not in self.queues:
            raise OrderRefused(f"There is no queue {name}; there are {', '.join(sorted(self.queues))}.")
        return name

    def flow(self, name: str | None) -> str | None:
        """One that is published. Raises OrderRefused."""
        with reading(self.database) as session:
            flows = present_release(session).versions
        if name is not None and flows and name not in flows:
            raise OrderRefused(f"There is no flow {name}; there are {', '.join(sorted(flows))}.")
        return name

    def moment(self, written: str) -> datetime:
        """`2026-11-23 14:00` on the centre's clock, or any time with a zone. Raises OrderRefused."""
        try:
            told = datetime.fromisoformat(written)
        except ValueError:
            raise OrderRefused(f"{written}: a time is written 2026-11-23 14:00.") from None
        if told.year not in YEARS:
            raise OrderRefused(f"{written}: a year between {YEARS[0]} and {YEARS[-1]}.")
        return told if told.tzinfo else told.replace(tzinfo=self.zone)

    def day(self, written: str) -> date:
        return self.moment(written).date()

    def until(self, until: str | None, duration: str | None) -> datetime:
        """When an order ends by itself: every one does. Raises OrderRefused."""
        if (until is None) == (duration is None):
            raise OrderRefused("Say until when: either --until 2026-11-23 14:00 or --for 2h.")
        if until is not None:
            return self.moment(until)
        parts = DURATION.fullmatch(duration or "")
        if parts is None:
            raise OrderRefused(f"{duration}: a duration is written 30m, 2h or 3d.")
        return self.clock() + timedelta(**{UNITS[parts[2]]: int(parts[1])})


def desk_here() -> HoursDesk:
    """On the settings of this folder. Raises CentreInvalid's like for a file that cannot be read."""
    settings = source_here().settings()
    see_to_schema(settings)
    database, clock = database_of(settings), clock_of(settings)
    calendars = read_hours(settings.centre / "hours.yaml")
    queues = frozenset(read_policy(settings.centre / "policy.yaml").queues)
    return HoursDesk(hours=OpeningHours(calendars, database, clock), database=database, clock=clock, queues=queues)


def who_orders(author: str | None) -> str:
    """Who is at the keyboard, as the audit will have it."""
    if author:
        return author[:LONGEST_AUTHOR]
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"
