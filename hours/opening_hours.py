"""The opening hours of the centre: its calendars, what was ordered beside them, and the crises that are on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from hours.calendar import Calendar
from hours.crisis import Crisis, crises_on, crisis_among
from hours.errors import CalendarUnknown
from hours.holiday import Holiday, HolidayChange, holidays_of
from hours.last_known import LastKnown
from hours.opening import Opening, Timetable
from hours.orders import NO_ORDERS, Orders, orders_now

HOME: Final = ZoneInfo("Europe/Istanbul")
"""Where a centre without calendars is thought to be."""


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """What the centre's file says: the calendars by name, and the days it knows better than the calculation."""

    named: Mapping[str, Calendar] = field(default_factory=dict)
    holidays: Mapping[date, HolidayChange] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """Where the centre is: by the first calendar's clock its people read the time."""
        return next((calendar.zone for calendar in self.named.values()), HOME)

    def opening_at(self, name: str, moment: datetime, orders: Orders = NO_ORDERS) -> Opening:
        """Whether that calendar is open. Raises CalendarUnknown."""
        return self.timetable(name, orders).opening_at(moment)

    def timetable(self, name: str, orders: Orders = NO_ORDERS, crisis: Crisis | None = None) -> Timetable:
        """The calendar with what was ordered. Raises CalendarUnknown."""
        calendar = self.named.get(name)
        if calendar is None:
            raise CalendarUnknown(name)
        holidays = self.changes(orders)
        return Timetable(calendar=calendar, closures=orders.closures, holidays=holidays, crisis=crisis)

    def changes(self, orders: Orders) -> Mapping[date, HolidayChange]:
        """What is ordered wins over the file, as the file wins over the calculation."""
        return {**self.holidays, **orders.holidays}


class OpeningHours:
    """Asked by calls, and answering them with SQL away too: then by the rules, and as it was last ordered."""

    def __init__(self, calendars: Calendars, database: Engine, clock: Callable[[], datetime]) -> None:
        self.calendars = calendars
        self._clock = clock
        self._orders = LastKnown(orders_now, database, clock, NO_ORDERS)
        self._crises: LastKnown[tuple[Crisis, ...]] = LastKnown(crises_on, database, clock, ())

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.calendars.named)

    def opening_at(self, name: str, moment: datetime, crisis: Crisis | None = None) -> Opening:
        """Whether that calendar is open. Raises CalendarUnknown."""
        return self.timetable(name, crisis).opening_at(moment)

    def timetable(self, name: str, crisis: Crisis | None = None) -> Timetable:
        """As it is ordered at present. Raises CalendarUnknown."""
        return self.calendars.timetable(name, self._orders(), crisis)

    def holidays_of(self, year: int) -> tuple[Holiday, ...]:
        return holidays_of(year, self.calendars.changes(self._orders()))

    def crisis_for(self, *, caller: str, called: str) -> Crisis | None:
        """The newest crisis that concerns a call from that number to this number of ours."""
        return crisis_among(self._crises(), caller=caller, called=called, moment=self._clock())

    def crises(self) -> tuple[Crisis, ...]:
        return self._crises()

    def look_again(self) -> None:
        """Something was ordered in this process."""
        self._orders.look_again()
        self._crises.look_again()
