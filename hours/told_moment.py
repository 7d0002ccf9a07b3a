"""A day and a time as people read them."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from hours.bilingual import Bilingual

FORM: Final = {"tr": "d MMMM EEEE HH.mm", "en": "EEEE, d MMMM, HH:mm"}


def moment_told(at: datetime, zone: ZoneInfo) -> Bilingual:
    """On the clocks of that zone: `24 Kasım Salı 09.00`."""
    return Bilingual(
        tr=format_datetime(at, FORM["tr"], tzinfo=zone, locale="tr"),
        en=format_datetime(at, FORM["en"], tzinfo=zone, locale="en"),
    )
