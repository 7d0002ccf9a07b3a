"""Callbacks as whoever is at the keyboard of this folder may look at them.

Without the flows, and what speaks with Twilio: those take a second to be read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from cases.promise_book import PromiseBook
from console.api.callback_shown import CallbackShown, CallbackWhole, callback_whole
from console.api.callbacks_found import CallbacksQuery, found_callbacks
from engine.callbacks_told import word
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import HoursDesk, desk_here
from engine.stores import redis_of
from records.database import reading
from routing.floor import Floor
from routing.floor_client import floor_client

SHORTEST_BEGINNING: Final = 4
"""Letters by which a callback may be named, as long as only one begins so."""


@dataclass(frozen=True, kw_only=True)
class CallbackReading:
    """`centre` is its folder; `lang` is the language in which it refuses."""

    database: Engine
    clock: Callable[[], datetime]
    open_floor: Callable[[], Floor]
    hours: HoursDesk
    centre: Path
    lang: str = "tr"

    @cached_property
    def floor(self) -> Floor:
        """Opened where something stands in line: its scripts are put together then."""
        return self.open_floor()

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.zone

    def found(self, **query: Any) -> tuple[CallbackShown, ...]:
        """The next due first. Raises OrderRefused for a filter that is none."""
        try:
            asked = CallbacksQuery.model_validate({name: value for name, value in query.items() if value is not None})
            return found_callbacks(self, asked).items
        except ValidationError as trouble:
            option = f"--{'-'.join(map(str, trouble.errors()[0]['loc']))}".replace("_", "-")
            raise self.refusal("filter", option=option) from None

    def whole(self, beginning: str) -> CallbackWhole:
        with reading(self.database) as session:
            return callback_whole(self, session, session.get_one(Callback, self.named(beginning)), self._book())

    def named(self, beginning: str) -> str:
        """The id that begins so. Raises OrderRefused where there is none, or several."""
        literal = beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        chosen = select(Callback.id).where(Callback.id.like(f"{literal}%", escape="\\")).limit(2)
        with reading(self.database) as session:
            exact = session.get(Callback, beginning)
            found = [exact.id] if exact else list(session.scalars(chosen))
        if len(found) != 1:
            raise self.refusal("several" if found else "none", beginning=beginning)
        if exact is None and len(beginning) < SHORTEST_BEGINNING:
            raise self.refusal("short", beginning=beginning)
        return found[0]

    def moment(self, written: str | None) -> datetime | None:
        return self.hours.moment(written) if written else None

    def refusal(self, key: str, **args: str) -> OrderRefused:
        return OrderRefused(word(f"refused_{key}", self.lang).format(**args))

    def _book(self) -> PromiseBook:
        """Imports late: what the centre says of care is long, and a list needs none of it."""
        from engine.care_file import read_care

        return PromiseBook(rules=read_care(self.centre / "care.yaml").promises, hours=self.hours.hours)


@contextmanager
def callback_reading_here(lang: str = "tr") -> Iterator[CallbackReading]:
    """On the settings and the stores of this folder."""
    settings = source_here().settings()
    hours = desk_here(lang)
    with redis_of(settings) as redis_url:
        yield CallbackReading(
            database=hours.database,
            clock=hours.clock,
            open_floor=lambda: Floor(floor_client(redis_url), site=settings.site, new_id=lambda: token_hex(16)),
            hours=hours,
            centre=settings.centre,
            lang=lang,
        )
