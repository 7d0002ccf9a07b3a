"""In which time zones somebody may be: the one we know, else every one their number may be in."""

from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.customer import Customer
from hours.zone_name import zone_named

NO_ZONE: Final = "Etc/Unknown"


def zones_for(phone: str, known: str | None) -> tuple[ZoneInfo, ...]:
    """The zone their record tells, alone; else all the number may be in. None where nobody can tell."""
    zone = zone_named(known) if known else None
    return (zone,) if zone is not None else zones_of(phone)


def zone_of(session: Session, callback: Callback) -> str | None:
    """The zone they chose their time in, else the one their record has by now."""
    customer = session.get(Customer, callback.customer_id) if callback.customer_id else None
    return callback.zone or (customer.zone if customer is not None else None)


@lru_cache(maxsize=1024)
def zones_of(phone: str) -> tuple[ZoneInfo, ...]:
    """All zones a number may be in, in the order of their names."""
    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(phone, None))
        return tuple(ZoneInfo(name) for name in sorted(names) if name != NO_ZONE)
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError):
        return ()
