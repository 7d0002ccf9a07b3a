"""What `sahip hours` and `sahip crisis` print, as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from engine.hours_desk import HoursDesk
from engine.hours_said import word
from hours.bilingual import Bilingual
from hours.crisis import Crisis
from hours.holiday import Holiday
from hours.opening import Opening
from hours.region import Region, province_names

Row = dict[str, object]


def opening_rows(openings: Sequence[Opening], zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("calendar", lang): opening.calendar,
            word("state", lang): word(f"state_{opening.state}", lang),
            word("until", lang): moment(opening.closes, zone, lang),
            word("opens", lang): moment(opening.opens, zone, lang),
            word("why", lang): opening.why.spoken_in(lang),
        }
        for opening in openings
    ]


def opening_data(opening: Opening) -> Row:
    return {
        "calendar": opening.calendar,
        "at": opening.at.isoformat(),
        "state": opening.state,
        "cause": opening.cause,
        "why": both(opening.why),
        "closes": opening.closes and opening.closes.isoformat(),
        "opens": opening.opens and opening.opens.isoformat(),
    }


def day_data(desk: HoursDesk, name: str, day: date) -> Row:
    """When a service is open on a day, and what closes it."""
    timetable = desk.hours.timetable(name)
    zone = timetable.calendar.zone
    hours = [f"{one.start.astimezone(zone):%H:%M}-{_end(one.end.astimezone(zone), day)}" for one in timetable.day(day)]
    return {"calendar": name, "day": str(day), "open": hours, "why": [both(why) for why in timetable.shut_on(day)]}


def _end(moment: datetime, day: date) -> str:
    return f"{moment:%H:%M}" if moment.date() == day else "24:00"


def day_rows(days: Sequence[Row], lang: str) -> list[Row]:
    return [
        {
            word("calendar", lang): one["calendar"],
            word("open_hours", lang): ", ".join(cast(list[str], one["open"])) or word("state_closed", lang),
            word("why", lang): "; ".join(why[lang] for why in cast(list[dict[str, str]], one["why"])),
        }
        for one in days
    ]


def holiday_data(holiday: Holiday) -> Row:
    return {
        "day": str(holiday.day),
        "name": both(holiday.name),
        "starts": clock(holiday.minutes.start),
        "ends": clock(holiday.minutes.end),
        "estimated": holiday.estimated,
        "source": holiday.source,
    }


def holiday_rows(holidays: Sequence[Holiday], lang: str) -> list[Row]:
    return [
        {
            word("day", lang): str(holiday.day),
            word("name", lang): holiday.name.spoken_in(lang),
            word("starts", lang): clock(holiday.minutes.start),
            word("ends", lang): clock(holiday.minutes.end),
            word("estimated", lang): word("yes" if holiday.estimated else "no", lang),
            word("source", lang): word(f"source_{holiday.source}", lang),
        }
        for holiday in holidays
    ]


def crisis_data(crisis: Crisis) -> Row:
    region = crisis.region
    return {
        "id": crisis.id,
        "message": both(crisis.message),
        "hours": crisis.hours,
        "calendars": sorted(crisis.calendars),
        "overflow_queue": crisis.overflow_queue,
        "overflow_flow": crisis.overflow_flow,
        "region": {
            "provinces": sorted(region.provinces),
            "prefixes": list(region.prefixes),
            "numbers": sorted(region.numbers),
            "unplaced": region.unplaced,
        },
        "author": crisis.author,
        "began_at": crisis.began_at.isoformat(),
        "until": crisis.until.isoformat(),
        "ended_at": crisis.ended_at and crisis.ended_at.isoformat(),
        "ended_by": crisis.ended_by,
    }


def crisis_rows(crises: Sequence[Crisis], zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("id", lang): crisis.id,
            word("message", lang): crisis.message.spoken_in(lang),
            word("hours", lang): _hours(crisis, lang),
            word("overflow", lang): ", ".join(filter(None, (crisis.overflow_queue, crisis.overflow_flow))),
            word("region", lang): region_told(crisis.region, lang),
            word("began", lang): moment(crisis.began_at, zone, lang),
            word("ended", lang): moment(crisis.ended_at or crisis.until, zone, lang),
            word("author", lang): crisis.author,
        }
        for crisis in crises
    ]


def _hours(crisis: Crisis, lang: str) -> str:
    key = "state_open" if crisis.hours == "open" else crisis.hours
    return " ".join((word(key, lang), *sorted(crisis.calendars)))


def region_told(region: Region, lang: str) -> str:
    if region.everywhere:
        return word("everywhere", lang)
    named = province_names()
    return ", ".join([*(named[code] for code in sorted(region.provinces)), *region.prefixes, *sorted(region.numbers)])


def moment(told: datetime | None, zone: ZoneInfo, lang: str) -> str:
    return format_datetime(told.astimezone(zone), "EEE d MMM yyyy HH:mm", locale=lang) if told else ""


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def both(words: Bilingual) -> dict[str, str]:
    return {"tr": words.tr, "en": words.en}
