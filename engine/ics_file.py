"""Reading holidays out of a calendar file (iCalendar, RFC 5545): events that last whole days, each by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from engine.hours_said import said
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


class _Odd(Exception):
    """An event that is no holiday: `key` names the word for why."""

    def __init__(self, key: str, **told: str) -> None:
        super().__init__(key)
        self.key, self.told = key, told


def read_ics(path: Path, lang: str) -> tuple[NamedDay, ...]:
    """Every whole day that has an event, by date. Raises FlowInvalid with the line of each event that is none, in words
    of that language."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as unreadable:
        raise FlowInvalid([f"{path}: {said('file_unreadable', lang, why=str(unreadable))}"]) from None
    lines = list(_lines(text))
    if not lines or (lines[0].key, lines[0].value.upper()) != ("BEGIN", "VCALENDAR"):
        raise FlowInvalid([f"{path}:1:1: {said('file_no_calendar', lang)}"])
    days: dict[date, NamedDay] = {}
    problems: list[str] = []
    for event in _events(lines):
        try:
            days |= {one.day: one for one in _days(event)}
        except _Odd as odd:
            problems.append(f"{path}:{event[0].number}:1: {said(f'file_{odd.key}', lang, **odd.told)}")
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
    """Raises _Odd."""
    told = {line.key: line for line in event}
    if "RRULE" in told or "RDATE" in told:
        raise _Odd("again_and_again")
    first = _date(told, "DTSTART")
    after = _date(told, "DTEND") if "DTEND" in told else first + timedelta(days=1)
    name = _name(told)
    if not timedelta(0) < after - first <= timedelta(days=LONGEST_DAYS):
        raise _Odd("too_long", most=str(LONGEST_DAYS))
    yield from (NamedDay(day=first + timedelta(days=number), name=name) for number in range((after - first).days))


def _date(told: dict[str, Line], key: str) -> date:
    if key not in told:
        raise _Odd("missing", field=key)
    written = told[key].value
    if len(written) != len("20261029") or not (written.isascii() and written.isdigit()):
        raise _Odd("whole_day", field=key)
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        raise _Odd("no_day", field=key, written=written) from None


def _name(told: dict[str, Line]) -> str:
    name = told["SUMMARY"].value if "SUMMARY" in told else ""
    for escaped, meant in ESCAPES:
        name = name.replace(escaped, meant)
    name = "".join(letter for letter in name if letter.isprintable()).strip()
    if not name:
        raise _Odd("no_summary")
    if len(name) > LONGEST_NAME:
        raise _Odd("long_summary", most=str(LONGEST_NAME))
    return name
