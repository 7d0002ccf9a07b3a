"""The names of time zones, as the IANA lists them: Europe/Istanbul."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of exactly that name; None where there is none, or none any longer."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_written(text: str) -> str | None:
    """The name people mean who write `europe/istanbul` or `America/New York`; None for what is no zone."""
    return _names().get(text.strip().replace(" ", "_").casefold())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Read once: there are hundreds of files."""
    return {name.casefold(): name for name in available_timezones()}
