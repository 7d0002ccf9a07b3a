"""The opening hours of a tried call: the centre's own calendars, and what is given as closed beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hours.bilingual import catalogued
from hours.closure import Closure
from hours.opening import Opening
from hours.opening_hours import Calendars
from hours.orders import Orders
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given

CLOSED_FOR: Final = timedelta(days=1)
"""How long what is given as closed stays closed."""


@dataclass(frozen=True, kw_only=True)
class GivenHours:
    premises: Premises
    given: Given
    now: datetime

    @property
    def calendars(self) -> Calendars:
        return self.premises.calendars

    def opening_at(self, name: str, moment: datetime) -> Opening:
        """Whether that calendar is open. Raises CalendarUnknown."""
        shut = self.given.closed if isinstance(self.given.closed, bool) else name in self.given.closed
        orders = Orders(closures=(self._closure(name),) if shut else ())
        return self.calendars.timetable(name, orders).opening_at(moment)

    def _closure(self, name: str) -> Closure:
        until, why = self.now + CLOSED_FOR, catalogued("closed_by_hand")
        return Closure(id=0, calendar=name, began_at=self.now, until=until, why=why, author="")
