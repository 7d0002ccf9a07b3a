"""Public holidays: calculated for every year, and changed day by day by whoever knows better."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from callbacks.board import Board
from console.api.fields import Words
from console.api.hours import YEARS, SaidTwice
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, wrong
from hours.calendar import ALL_DAY, WHOLE_DAY, Minutes
from hours.holiday import HALF_DAY, LONGEST_NAME, Holiday
from hours.holiday_order import forget_holiday_order, order_holiday
from records.database import writing

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class HolidayShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    day: date
    name: SaidTwice
    starts: str = Field(description="00:00 for a whole day; half days begin at one o'clock unless changed.")
    ends: str
    estimated: bool = Field(description="The feast follows the moon and nobody has confirmed its date.")
    source: str = Field(description="calculated, file or database.")


class HolidaysQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int | None = Field(None, ge=YEARS[0], lt=YEARS[1], description="By default the present year.")


class HolidayWanted(BaseModel):
    """`starts` is the hour a half day's holiday begins, 13:00 by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["holiday", "half_day", "working_day"]
    name_tr: Annotated[Words, StringConstraints(min_length=1, max_length=LONGEST_NAME)] | None = None
    name_en: Annotated[Words, StringConstraints(min_length=1, max_length=LONGEST_NAME)] | None = None
    starts: ClockTime | None = None

    @model_validator(mode="after")
    def _begins_on_half_days(self) -> Self:
        if self.starts is not None and self.kind != "half_day":
            raise ValueError("starts belongs to a half_day")
        return self

    @property
    def minutes(self) -> Minutes | None:
        match self.kind:
            case "working_day":
                return None
            case "holiday":
                return ALL_DAY
            case "half_day":
                return Minutes(start=_minutes(self.starts)) if self.starts else HALF_DAY


def list_holidays(board: Board, asked: Asked) -> Page[HolidayShown]:
    """A year's holidays by date."""
    query: HolidaysQuery = asked.query
    year = query.year or board.clock().year
    return Page(items=tuple(map(holiday_shown, board.hours.holidays_of(year))))


def put_holiday(board: Board, asked: Asked) -> Page[HolidayShown]:
    """Say what a day really is; answers the holidays of its year. Written to the audit trail."""
    wanted: HolidayWanted = asked.body
    day = _day(asked)
    with writing(board.database) as session:
        order_holiday(
            session, day, names=(wanted.name_tr, wanted.name_en), minutes=wanted.minutes,
            author=asked.who.label, now=board.clock(),
        )  # fmt: skip
    board.hours.look_again()
    return Page(items=tuple(map(holiday_shown, board.hours.holidays_of(day.year))))


def delete_holiday(board: Board, asked: Asked) -> Page[HolidayShown]:
    """The day is as it was calculated, or as the centre's file has it. Written to the audit trail."""
    day = _day(asked)
    with writing(board.database) as session:
        forgotten = forget_holiday_order(session, day, author=asked.who.label, now=board.clock())
    if not forgotten:
        raise Problem(409, f"Nobody has changed {day}.")
    board.hours.look_again()
    return Page(items=tuple(map(holiday_shown, board.hours.holidays_of(day.year))))


def holiday_shown(holiday: Holiday) -> HolidayShown:
    return HolidayShown(
        day=holiday.day, name=SaidTwice.model_validate(holiday.name), starts=_clock(holiday.minutes.start),
        ends=_clock(holiday.minutes.end), estimated=holiday.estimated, source=holiday.source,
    )  # fmt: skip


def _day(asked: Asked) -> date:
    try:
        day = date.fromisoformat(asked.path["day"])
    except ValueError:
        raise wrong("day", "A date is written 2026-10-29.") from None
    if not YEARS[0] <= day.year < YEARS[1]:
        raise wrong("day", f"Between {YEARS[0]} and {YEARS[1] - 1}.")
    return day


def _minutes(written: str) -> int:
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    return "24:00" if minutes == WHOLE_DAY else f"{minutes // 60:02}:{minutes % 60:02}"


OPERATIONS = (
    Operation(method="GET", path="/holidays", scope="hours:read", summary="List a year's holidays",
              does=list_holidays, answers=Page[HolidayShown], query=HolidaysQuery),
    Operation(method="PUT", path="/holidays/{day}", scope="hours:write", summary="Say what a day really is",
              does=put_holiday, answers=Page[HolidayShown], body=HolidayWanted),
    Operation(method="DELETE", path="/holidays/{day}", scope="hours:write", summary="Forget a change of a day",
              does=delete_holiday, answers=Page[HolidayShown], problems=(409,)),
)  # fmt: skip
