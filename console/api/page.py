"""Long lists come in pages. A cursor is where the next page begins; what is inside is nobody's business."""

import base64
import json
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from console.api.fields import in_utc
from console.api.problem import Problem, wrong

Shown = TypeVar("Shown", bound=BaseModel)


class Page(BaseModel, Generic[Shown]):
    """`next_cursor` is null on the last page."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Shown, ...]
    next_cursor: str | None = None


class PageQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = Field(
        None, description="`next_cursor` of the page before."
    )

    def after(self, parts: int) -> tuple[str, ...] | None:
        """What the last item of the page before was ordered by; None for the first page."""
        if self.cursor is None:
            return None
        try:
            place = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
        except ValueError:
            raise _bad_cursor() from None
        if not isinstance(place, list) or len(place) != parts or not all(isinstance(part, str) for part in place):
            raise _bad_cursor()
        if any("\x00" in part or not part.isprintable() for part in place):
            raise _bad_cursor()
        return tuple(place)

    def after_moment(self) -> tuple[datetime, str] | None:
        """The same for lists in order of time."""
        place = self.after(2)
        if place is None:
            return None
        try:
            return in_utc(datetime.fromisoformat(place[0])), place[1]
        except ValueError:
            raise _bad_cursor() from None


def cursor_at(*place: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _bad_cursor() -> Problem:
    return wrong("cursor", "This is not a cursor we gave out.")
