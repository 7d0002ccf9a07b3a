"""What people have ordered beside the rules: closings by hand and changed holidays, as SQL tells it at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from hours.closure import Closure, closures_in_force
from hours.holiday import HolidayChange
from hours.holiday_order import holiday_orders


@dataclass(frozen=True, kw_only=True)
class Orders:
    closures: tuple[Closure, ...] = ()
    holidays: Mapping[date, HolidayChange] = field(default_factory=dict)


NO_ORDERS: Final = Orders()


def orders_now(session: Session, now: datetime) -> Orders:
    return Orders(closures=closures_in_force(session, now), holidays=holiday_orders(session))
