"""Twilio's dates."""

from datetime import datetime
from email.utils import format_datetime


def rfc2822(moment: datetime | None) -> str | None:
    """`Mon, 02 Nov 2026 09:00:00 +0000`, as Twilio writes every date; None stays None."""
    return None if moment is None else format_datetime(moment)
