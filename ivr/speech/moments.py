"""Days and times of day. A moment with an offset is told in Turkey's time; one without is told as it stands."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from ivr.speech.catalogue import catalogue
from ivr.speech.numbers import cardinal, ordinal
from ivr.speech.reading import Reading

TURKEY: Final = timezone(timedelta(hours=3))
"""All year round since 2016."""


def read_date(value: str, language: str) -> Reading | None:
    """`yirmi beş Kasım Çarşamba`, written `25 Kasım Çarşamba`."""
    if (day := _day(value)) is None:
        return None
    weekday, plain = catalogue(language).weekdays[day.weekday()], _day_and_month(day, language)
    if language == "en":
        return Reading(spoken=f"{weekday}, {plain.spoken}", written=f"{weekday}, {plain.written}")
    return Reading(spoken=f"{plain.spoken} {weekday}", written=f"{plain.written} {weekday}")


def read_full_date(value: str, language: str) -> Reading | None:
    """With the year: `yirmi beş Kasım iki bin yirmi altı`, written `25 Kasım 2026`."""
    if (day := _day(value)) is None:
        return None
    plain, comma = _day_and_month(day, language), "," if language == "en" else ""
    spoken = f"{plain.spoken}{comma} {cardinal(day.year, language)}"
    return Reading(spoken=spoken, written=f"{plain.written} {day.year}")


def read_weekday(value: str, language: str) -> Reading | None:
    if (day := _day(value)) is None:
        return None
    name = catalogue(language).weekdays[day.weekday()]
    return Reading(spoken=name, written=name)


def read_time(value: str, language: str) -> Reading | None:
    """`on beş otuz`, written `15.30`. Midnight is twenty-four o'clock in Turkish."""
    if (at := _time(value)) is None:
        return None
    if language == "en":
        return Reading(spoken=_english_time(at), written=f"{at:%H:%M}")
    zero = catalogue(language).leading_zero
    hour = cardinal(at.hour or (0 if at.minute else 24), language)
    minute = f" {zero}" * (0 < at.minute < 10) + (f" {cardinal(at.minute, language)}" if at.minute else "")
    return Reading(spoken=hour + minute, written=f"{at:%H.%M}" if at.hour or at.minute else "24.00")


def read_moment(value: str, language: str) -> Reading | None:
    """Day and time together."""
    day, at = read_date(value, language), read_time(value, language)
    if day is None or at is None:
        return None
    between = f" {catalogue(language).at} "
    return Reading(spoken=day.spoken + between + at.spoken, written=day.written + between + at.written)


def _day(value: str) -> date | None:
    try:
        return _local(value).date()
    except (ValueError, OverflowError):
        return None


def _time(value: str) -> time | None:
    """Of a moment, or a time of day alone. A day alone has none."""
    try:
        return time.fromisoformat(value) if len(value) <= 8 and ":" in value else _moment(value)
    except (ValueError, OverflowError):
        return None


def _moment(value: str) -> time | None:
    return _local(value).time() if ":" in value else None


def _local(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is None else moment.astimezone(TURKEY)


def _day_and_month(day: date, language: str) -> Reading:
    month = catalogue(language).months[day.month - 1]
    number = ordinal(day.day, language) if language == "en" else cardinal(day.day, language)
    spoken = f"{month} {number}" if language == "en" else f"{number} {month}"
    return Reading(spoken=spoken, written=f"{day.day} {month}")


def _english_time(at: time) -> str:
    words = catalogue("en")
    hour, half = words.small[at.hour % 12 or 12], words.halves_of_day[at.hour >= 12]
    if not at.minute:
        return f"{hour} {half}"
    minute = cardinal(at.minute, "en") if at.minute >= 10 else f"{words.leading_zero} {words.small[at.minute]}"
    return f"{hour} {minute} {half}"
