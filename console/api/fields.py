"""The kinds of values our requests and answers are made of."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from cases.customer_email import LONGEST, email_of
from cases.customer_import import caller_cell
from console.control_characters import NONE_UNSEEN
from hours.wall_time import moment_of
from hours.zone_name import zone_written
from records.csv_cells import languages_cell
from records.errors import CellRefused


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError without a zone, or where UTC leaves the calendar."""
    if moment.tzinfo is None:
        raise ValueError("A time needs a zone.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is not in the calendar.") from None


_ON_A_WALL: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)\[([\w/+-]{1,64})\]", re.ASCII)


def by_the_clock_there(given: Any) -> Any:
    """`2026-11-24T14:30[Europe/Istanbul]` as the moment at which clocks there show it; anything else as it is.

    Pages send it for what people write into a field: it is meant by the centre's clock, wherever their browser is.
    """
    written = _ON_A_WALL.fullmatch(given) if isinstance(given, str) else None
    if written is None:
        return given
    zone = zone_written(written[2])
    if zone is None:
        raise ValueError(f"{written[2]} is no time zone such as Europe/Istanbul")
    try:
        return moment_of(datetime.fromisoformat(written[1]), ZoneInfo(zone))
    except (ValueError, OverflowError):
        raise ValueError("This time is not in the calendar.") from None


Moment = Annotated[AwareDatetime, BeforeValidator(by_the_clock_there), AfterValidator(in_utc)]
"""RFC 3339 with a zone, or what a clock shows with the name of its zone in brackets; answered in UTC."""

Words = Annotated[str, StringConstraints(pattern=NONE_UNSEEN, strip_whitespace=True)]
"""Text in which everything can be seen; a NUL among it PostgreSQL could not even keep."""


def _a_phone(text: str) -> str:
    try:
        return caller_cell(text)
    except CellRefused as refused:
        raise ValueError(str(refused)) from None


def _a_language(text: str) -> str:
    try:
        [language] = languages_cell(text)
    except (CellRefused, ValueError):
        raise ValueError(f"{text} is not one language such as tr or en") from None
    return language


def _a_zone(text: str) -> str:
    zone = zone_written(text)
    if zone is None:
        raise ValueError("This is no time zone such as Europe/Istanbul")
    return zone


def _an_email(text: str) -> str:
    email = email_of(text)
    if email is None:
        raise ValueError(f"{text} is not an e-mail address")
    return email


Phone = Annotated[Words, StringConstraints(min_length=3, max_length=40), AfterValidator(_a_phone)]
"""A telephone number as people write it; answered as we keep it: E.164, or the digits of a short number."""

Language = Annotated[Words, StringConstraints(min_length=2, max_length=16), AfterValidator(_a_language)]

Zone = Annotated[Words, StringConstraints(min_length=1, max_length=64), AfterValidator(_a_zone)]
"""A time zone by its IANA name, in any case."""

Email = Annotated[Words, StringConstraints(max_length=LONGEST), AfterValidator(_an_email)]

Version = Annotated[int, Field(ge=1, description="The version you read: 409 when somebody has changed it since.")]
