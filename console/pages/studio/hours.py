"""`/studio/hours`: which service is open, closing it by hand, the year's holidays, and the crisis switch."""

from typing import Any

from console.api.crisis import CrisisQuery, list_crises
from console.api.holidays import HolidaysQuery, list_holidays
from console.api.hours import HoursQuery, list_hours
from console.pages.page import Visit
from console.pages.studio.asking import answer, asked_by, here
from hours.calendar import Calendar, Minutes
from hours.region import province_names
from ivr.publishing.present import present_release
from records.database import reading


def hours(visit: Visit) -> dict[str, Any]:
    board, local = visit.board, here(visit)
    year = asked_by(HolidaysQuery, {"year": visit.query["year"]} if visit.query.get("year") else {})
    with reading(board.database) as session:
        flows = sorted(present_release(session).versions)
    return {
        "openings": answer(visit, list_hours, query=HoursQuery(at=None)).items,
        "weeks": {name: _week(calendar) for name, calendar in board.hours.calendars.named.items()},
        "holidays": answer(visit, list_holidays, query=year).items,
        "year": year.year or local(board.clock()).year,
        "crises": answer(visit, list_crises, query=CrisisQuery(past=True)).items,
        "provinces": province_names(),
        "queues": list(board.policy.queues),
        "flows": flows,
        "here": local,
        "today": local(board.clock()).date(),
        "may_write": visit.who.may("hours:write"),
    }


def _week(calendar: Calendar) -> tuple[tuple[str, ...], ...]:
    """For each day of the week, Monday first, the hours it is open on any such day."""
    return tuple(
        tuple(_told(rule.minutes) for rule in calendar.open if day in rule.days and rule.dates is None)
        for day in range(7)
    )


def _told(minutes: Minutes) -> str:
    return f"{_clock(minutes.start)}-{_clock(minutes.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
