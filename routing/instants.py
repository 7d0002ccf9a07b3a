"""Moments as the floor keeps them: whole milliseconds since 1970 (UTC)."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(moment: datetime) -> int:
    """Raises ValueError for a naive datetime: the floor does not guess zones."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_ms(milliseconds: int | str) -> datetime:
    return _EPOCH + timedelta(milliseconds=int(milliseconds))


def seconds_ms(seconds: float) -> int:
    return round(seconds * 1000)
