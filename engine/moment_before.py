"""How far back somebody at a terminal wants to look."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from engine.desk_said import refusal

UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def moment_before(now: datetime, told: str, lang: str) -> datetime:
    """`90m`, `24h` and `7d` before now, or the moment itself in ISO 8601; without a zone it is UTC. Raises OrderRefused
    in that language."""
    try:
        if ago := re.fullmatch(r"(\d{1,6})([mhd])", told):
            return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
        moment = datetime.fromisoformat(told)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise refusal("since", lang) from None
