"""Reading holidays out of a calendar file (iCalendar, RFC 5545): events that last whole days, each by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hours.holiday import LONGEST_NAME
from ivr.errors import FlowInvalid

LONGEST_DAYS: Final = 31
"""No holiday lasts longer: such an event is a season, or a slip."""
ESCAPES: Final = (("\\n", " "), ("\\N", " "), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\"))


@dataclass(frozen=True, kw_only=True)
class NamedDay:
    day: date
    name: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the file with what was folded behind it; `key` is its property, parameters left out."""

    number: int
    key: str
    parameters: str
    value: str


def read_ics(path: Path) -> tuple[NamedDay, ...]:
    """Every whole day that has an event, by date. Raises FlowInvalid with the line of each event that is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as unreadable:
        raise FlowInvalid([f"{path}: cannot be read: {unreadable}"]) from None
    lines = list(_lines(text))
    if not lines or (lines[0].key, lines[0].value.upper()) != ("BEGIN", "VCALENDAR"):
        raise FlowInvalid([f"{path}:1:1: is no calendar: it must begin with BEGIN:VCALENDAR"])
    days: dict[date, NamedDay] = {}
    problems: list[str] = []
    for event in _events(lines):
        try:
            days |= {one.day: one for one in _days(event)}
        except (ValueError, OverflowError) as odd:
            problems.append(f"{path}:{event[0].number}:1: {odd}")
    if problems:
        raise FlowInvalid(problems)
    return tuple(days[day] for day in sorted(days))


def _lines(text: str) -> Iterator[Line]:
    """A line that begins with a blank goes on from the one before."""
    unfolded: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in (" ", "\t") and unfolded:
            unfolded[-1] = (unfolded[-1][0], unfolded[-1][1] + line[1:])
        elif line.strip():
            unfolded.append((number, line))
    for number, line in unfolded:
        named, _, value = line.partition(":")
        key, _, parameters = named.partition(";")
        yield Line(number=number, key=key.upper().strip(), parameters=parameters.upper(), value=value.strip())


def _events(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of each event; what stands inside it (an alarm, for one) is not the event's own."""
    event: list[Line] = []
    inside: list[str] = []
    for line in lines:
        if line.key == "BEGIN":
            inside.append(line.value.upper())
        if inside[-1:] == ["VEVENT"]:
            event.append(line)
        if line.key == "END" and inside and inside.pop() == "VEVENT":
            yield event
            event = []


def _days(event: list[Line]) -> Iterator[NamedDay]:
    """Raises ValueError with what is wrong."""
    told = {line.key: line for line in event}
    if "RRULE" in told or "RDATE" in told:
        raise ValueError("an event that comes again and again is not understood: write each day")
    first = _date(told, "DTSTART")
    after = _date(told, "DTEND") if "DTEND" in told else first + timedelta(days=1)
    name = _name(told)
    if not timedelta(0) < after - first <= timedelta(days=LONGEST_DAYS):
        raise ValueError(f"an event lasts from one day to {LONGEST_DAYS}; DTEND is the day after the last")
    yield from (NamedDay(day=first + timedelta(days=number), name=name) for number in range((after - first).days))


def _date(told: dict[str, Line], key: str) -> date:
    if key not in told:
        raise ValueError(f"{key} is missing")
    written = told[key].value
    if len(written) != len("20261029") or not (written.isascii() and written.isdigit()):
        raise ValueError(f"{key} must be a whole day, such as {key};VALUE=DATE:20261029")
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        raise ValueError(f"{key}: there is no day {written}") from None


def _name(told: dict[str, Line]) -> str:
    name = told["SUMMARY"].value if "SUMMARY" in told else ""
    for escaped, meant in ESCAPES:
        name = name.replace(escaped, meant)
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    if not name:
        raise ValueError("SUMMARY is missing: callers are told why nobody answers")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"SUMMARY is longer than {LONGEST_NAME} letters")
    return name
