"""Reading `hours.yaml`: the calendars of the centre, every fault with file, line and column."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from hours.bilingual import Bilingual, completed
from hours.calendar import ALL_DAY, WHOLE_DAY, Calendar, ClosedRule, Dates, Minutes, OpenRule
from hours.holiday import HALF_DAY, LONGEST_NAME, HolidayChange
from hours.opening_hours import Calendars
from ivr.errors import FlowInvalid
from ivr.file_fault import NotAllowed, fault, said
from ivr.file_keys import keys_of
from ivr.language.part import NodeName
from ivr.yaml_file import Where, faults, named, place, plain, read_mapping

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final[tuple[Day, ...]] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANY_DAY: Final = {"every_day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
"""Words that stand for several days."""


def clock_minutes(written: object) -> int:
    """Minutes after midnight of "08:30"; "24:00" is the day's end."""
    hour, colon, minute = str(written).partition(":")
    if colon and hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit() and len(minute) == 2:
        minutes = int(hour) * 60 + int(minute)
        if int(minute) < 60 and minutes <= WHOLE_DAY:
            return minutes
    raise NotAllowed("a_time")


def _days(written: object) -> object:
    if isinstance(written, str):
        return ANY_DAY.get(written, (written,))
    return written


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAllowed("no_zone", name=name) from None
    return name


Clock = Annotated[int, BeforeValidator(clock_minutes)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]

HolidayName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]


class Part(BaseModel):
    """A part of the file: frozen, and strict about what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WordsPart(Part):
    tr: Reason | None = None
    en: Reason | None = None


class NamesPart(Part):
    tr: HolidayName | None = None
    en: HolidayName | None = None


class DatedPart(Part):
    """`on` a day, or on each day until `to_day`."""

    on: date | None = None
    to_day: date | None = None
    since: Annotated[Clock, Field(alias="from")] = 0
    to: Clock = WHOLE_DAY

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_day is not None and (self.on is None or self.to_day < self.on):
            raise NotAllowed("days_in_order")
        if self.since == self.to:
            raise NotAllowed("times_same")
        return self

    @property
    def dates(self) -> Dates | None:
        return Dates(first=self.on, last=self.to_day or self.on) if self.on else None

    @property
    def minutes(self) -> Minutes:
        return Minutes(start=self.since, end=self.to)


class OpenPart(DatedPart):
    days: Annotated[tuple[Day, ...], BeforeValidator(_days), Field(min_length=1)] = DAYS


class ClosedPart(DatedPart):
    on: date
    reason: WordsPart = WordsPart()


class CalendarPart(Part):
    open: Annotated[tuple[OpenPart, ...], Field(min_length=1)]
    closed: tuple[ClosedPart, ...] = ()
    holidays: Literal["closed", "open"] = "closed"
    last_call_minutes: Annotated[int, Field(strict=True, ge=0, le=240)] = 0


class HolidayPart(Part):
    """A day that is a `holiday`, a `half_day` from one o'clock or `from` another time, or a `working_day`."""

    day: date
    is_: Annotated[Literal["holiday", "half_day", "working_day"], Field(alias="is")]
    since: Annotated[Clock | None, Field(alias="from")] = None
    name: NamesPart = NamesPart()


class HoursFile(Part):
    zone: Annotated[str, AfterValidator(_zone)] = "Europe/Istanbul"
    holidays: tuple[HolidayPart, ...] = ()
    calendars: Annotated[dict[NodeName, CalendarPart], Field(min_length=1)]


WORDS: Final = keys_of(HoursFile)


def read_hours(path: Path) -> Calendars:
    """The calendars in this file; none where there is no such file. Raises FlowInvalid with every problem."""
    if not path.exists():
        return Calendars()
    tree = read_mapping(path, places=True)
    try:
        file = HoursFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS)) from None
    if problems := [fault(f"{place(path, tree, where)}{named(where)}: ", what) for where, what in _problems(file)]:
        raise FlowInvalid(problems)
    return Calendars(named=_calendars(file), holidays=_changes(file))


def _problems(file: HoursFile) -> Iterator[tuple[Where, Bilingual]]:
    """What no part of the file can tell alone."""
    seen: set[date] = set()
    for number, holiday in enumerate(file.holidays):
        if holiday.day in seen:
            yield ("holidays", number, "day"), said("day_twice")
        seen.add(holiday.day)


def _calendars(file: HoursFile) -> Mapping[str, Calendar]:
    return {name: _calendar(name, written, ZoneInfo(file.zone)) for name, written in file.calendars.items()}


def _calendar(name: str, written: CalendarPart, zone: ZoneInfo) -> Calendar:
    return Calendar(
        name=name,
        zone=zone,
        open=tuple(
            OpenRule(days=frozenset(map(DAYS.index, rule.days)), minutes=rule.minutes, dates=rule.dates)
            for rule in written.open
        ),
        closed=tuple(
            ClosedRule(dates=rule.dates, minutes=rule.minutes, why=_words(rule.reason, "closed_by_rule"))
            for rule in written.closed
            if rule.dates
        ),
        closed_on_holidays=written.holidays == "closed",
        last_call_minutes=written.last_call_minutes,
    )


def _changes(file: HoursFile) -> Mapping[date, HolidayChange]:
    return {
        holiday.day: HolidayChange(
            day=holiday.day, name=_words(holiday.name, "holiday"), minutes=_holiday_minutes(holiday), source="file"
        )
        for holiday in file.holidays
    }


def _holiday_minutes(holiday: HolidayPart) -> Minutes | None:
    if holiday.is_ == "working_day":
        return None
    usual = HALF_DAY if holiday.is_ == "half_day" else ALL_DAY
    return usual if holiday.since is None else Minutes(start=holiday.since)


def _words(words: WordsPart | NamesPart, otherwise: str) -> Bilingual:
    return completed(words.tr, words.en, otherwise=otherwise)
