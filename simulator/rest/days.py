"""Filters of lists by day: `StartTime`, `StartTime<` and `StartTime>`, and their like."""

from datetime import date, datetime

from flask import request

from simulator.rest.errors import bad_request


def in_days(name: str, moment: datetime | None) -> bool:
    """Does the moment lie in the days asked for? Days are days in UTC; what has no such moment lies in none."""
    for suffix, compare in (("", date.__eq__), ("<", date.__le__), (">", date.__ge__)):
        wanted = request.args.get(f"{name}{suffix}", "")
        if wanted and (moment is None or not compare(moment.date(), _day(f"{name}{suffix}", wanted))):
            return False
    return True


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise bad_request(20001, f"Invalid Parameter: {name}={text}") from error
