"""When people may be rung for our sake: by day, in whatever zones their number may be in."""

from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone

from routing.policy import Policy

NO_ZONE: Final = "Etc/Unknown"


def may_be_rung(phone: str, moment: datetime, policy: Policy) -> bool:
    """Whether it is between the policy's hours wherever this number may be; where that is unknown, nobody is rung."""
    zones = zones_of(phone)
    local = [moment.astimezone(zone) for zone in zones]
    return bool(zones) and all(policy.ring_from_hour <= at.hour < policy.ring_until_hour for at in local)


@lru_cache(maxsize=1024)
def zones_of(phone: str) -> tuple[ZoneInfo, ...]:
    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(phone, None))
        return tuple(ZoneInfo(name) for name in names if name != NO_ZONE)
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError):
        return ()
