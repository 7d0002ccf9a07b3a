"""Pages of rows that are numbered as they come, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel

from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import wrong

MOST_DIGITS: Final = 9
"""A number with more is no row's: PostgreSQL would not even look for it."""


Shown = TypeVar("Shown", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Serial:
    """What to read for a page: one row more than is shown, before the last row of the page before."""

    limit: int
    before: int | None

    @classmethod
    def of(cls, query: PageQuery) -> "Serial":
        place = query.after(1)
        if place is not None and not (place[0].isascii() and place[0].isdigit() and len(place[0]) <= MOST_DIGITS):
            raise wrong("cursor", "This is not a cursor we gave out.")
        return cls(limit=query.limit + 1, before=int(place[0]) if place else None)


def serial_page(query: PageQuery, rows: Sequence[Shown]) -> Page[Shown]:
    page = tuple(rows[: query.limit])
    last = str(page[-1].model_dump()["id"]) if len(rows) > query.limit else None
    return Page(items=page, next_cursor=cursor_at(last) if last else None)
