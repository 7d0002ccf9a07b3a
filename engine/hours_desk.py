"""`sahip hours` and `sahip crisis`: the centre's hours as they are now, and who orders them."""

import getpass
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_file import read_hours
from engine.hours_said import said
from engine.policy_file import read_policy
from engine.stores import database_of, see_to_schema
from hours.calendar import Calendar
from hours.opening_hours import OpeningHours
from records.database import reading

DURATION: Final = re.compile(r"(\d{1,4})(m|h|d)")
UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
YEARS: Final = range(2001, 2099)
LONGEST_AUTHOR: Final = 80


@dataclass(frozen=True, kw_only=True)
class HoursDesk:
    hours: OpeningHours
    database: Engine
    clock: Callable[[], datetime]
    queues: frozenset[str]
    lang: str
    """The language in which it refuses."""

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.calendars.zone

    def names(self, name: str | None) -> list[str]:
        """That calendar, or all of them. Raises OrderRefused for one that is not there."""
        return [self.calendar(name).name] if name else sorted(self.hours.names)

    def calendar(self, name: str) -> Calendar:
        known = self.hours.calendars.named
        if name not in known:
            raise self.refusal("calendar", name=name, known=_listed(known))
        return known[name]

    def queue(self, name: str | None) -> str | None:
        if name is not None and name not in self.queues:
            raise self.refusal("queue", name=name, known=_listed(self.queues))
        return name

    def flow(self, name: str | None) -> str | None:
        """One that is published. Raises OrderRefused."""
        from ivr.publishing.present import present_release

        with reading(self.database) as session:
            flows = present_release(session).versions
        if name is not None and flows and name not in flows:
            raise self.refusal("flow", name=name, known=_listed(flows))
        return name

    def moment(self, written: str) -> datetime:
        """`2026-11-23 14:00` on the centre's clock, or any time with a zone. Raises OrderRefused."""
        try:
            told = datetime.fromisoformat(written)
        except ValueError:
            raise self.refusal("time", written=written) from None
        if told.year not in YEARS:
            raise self.refusal("year", written=written, first=str(YEARS[0]), last=str(YEARS[-1]))
        return told if told.tzinfo else told.replace(tzinfo=self.zone)

    def day(self, written: str) -> date:
        return self.moment(written).date()

    def until(self, until: str | None, duration: str | None) -> datetime:
        """When an order ends by itself: every one does. Raises OrderRefused."""
        if (until is None) == (duration is None):
            raise self.refusal("until")
        if until is not None:
            return self.moment(until)
        parts = DURATION.fullmatch(duration or "")
        if parts is None:
            raise self.refusal("duration", written=str(duration))
        return self.clock() + timedelta(**{UNITS[parts[2]]: int(parts[1])})

    def refusal(self, key: str, **args: str) -> OrderRefused:
        return OrderRefused(said(f"refused_{key}", self.lang, **args))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "–"


def desk_here(lang: str) -> HoursDesk:
    """On the settings of this folder. Raises CentreInvalid's like for a file that cannot be read."""
    settings = source_here().settings()
    see_to_schema(settings)
    database, clock = database_of(settings), clock_of(settings)
    calendars = read_hours(settings.centre / "hours.yaml")
    queues = frozenset(read_policy(settings.centre / "policy.yaml").queues)
    hours = OpeningHours(calendars, database, clock)
    return HoursDesk(hours=hours, database=database, clock=clock, queues=queues, lang=lang)


def who_orders(author: str | None) -> str:
    """Who is at the keyboard, as the audit will have it."""
    if author:
        return author[:LONGEST_AUTHOR]
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"
