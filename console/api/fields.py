"""The kinds of values our requests and answers are made of."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, StringConstraints


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError without a zone, or where UTC leaves the calendar."""
    if moment.tzinfo is None:
        raise ValueError("A time needs a zone.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is not in the calendar.") from None


Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""RFC 3339 with a zone; answered in UTC."""

Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", strip_whitespace=True)]
"""Text a database can keep: PostgreSQL takes no NUL."""
