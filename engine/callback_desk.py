"""`sahip callbacks`: what the API does, for whoever is at the keyboard of this folder."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.dialler.cancelling import cancel_callback
from callbacks.dialler.changing import CallbackStands, Changed
from callbacks.dialler.editing import Edit, call_now, move_callback, reassign_callback
from callbacks.dialler.making import callable_number
from callbacks.dialler.slots import Slot, slots_for
from callbacks.dialler.wanted import CallbackRefused
from console.api.calendar_feeds import opened
from console.api.callbacks import CallbackShown, CallbacksQuery, CallbackWhole, callback_whole, found_callbacks
from engine.board import board_from
from engine.callbacks_told import word
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import HoursDesk
from engine.stores import redis_of
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from staff.agent import agent
from staff.calendar_feed import close_feed

Came = TypeVar("Came")
SHORTEST_BEGINNING: Final = 4
"""Letters by which a callback may be named, as long as only one begins so."""


@dataclass(frozen=True, kw_only=True)
class CallbackDesk:
    """`lang` is the language in which it refuses."""

    board: VoiceBoard
    hours: HoursDesk
    lang: str = "tr"

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.zone

    def found(self, **query: Any) -> tuple[CallbackShown, ...]:
        """The next due first. Raises OrderRefused for a filter that is none."""
        try:
            asked = CallbacksQuery.model_validate({name: value for name, value in query.items() if value is not None})
            return found_callbacks(self.board, asked).items
        except ValidationError as trouble:
            option = f"--{'-'.join(map(str, trouble.errors()[0]['loc']))}".replace("_", "-")
            raise self._refusal("filter", option=option) from None

    def whole(self, beginning: str) -> CallbackWhole:
        with reading(self.board.database) as session:
            return callback_whole(self.board, session, session.get_one(Callback, self.named(beginning)))

    def named(self, beginning: str) -> str:
        """The id that begins so. Raises OrderRefused where there is none, or several."""
        literal = beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        chosen = select(Callback.id).where(Callback.id.like(f"{literal}%", escape="\\")).limit(2)
        with reading(self.board.database) as session:
            exact = session.get(Callback, beginning)
            found = [exact.id] if exact else list(session.scalars(chosen))
        if len(found) != 1:
            raise self._refusal("several" if found else "none", beginning=beginning)
        if exact is None and len(beginning) < SHORTEST_BEGINNING:
            raise self._refusal("short", beginning=beginning)
        return found[0]

    def cancels(self, beginning: str, *, who: str, reason: str, tell: bool) -> Changed:
        return self._or_refused(
            lambda: cancel_callback(self.board, self.named(beginning), who=who, reason=reason, tell=tell)
        )

    def moves(self, beginning: str, edit: Edit) -> Callback:
        return self._or_refused(lambda: move_callback(self.board, self.named(beginning), edit))

    def reassigns(self, beginning: str, *, to: str | None, who: str, reason: str) -> Callback:
        return self._or_refused(
            lambda: reassign_callback(self.board, self.named(beginning), to=to, who=who, reason=reason)
        )

    def hurries(self, beginning: str, *, who: str) -> Callback:
        return self._or_refused(lambda: call_now(self.board, self.named(beginning), who=who))

    def slots(self, queue: str | None, *, agent: str | None, phone: str | None, limit: int) -> tuple[Slot, ...]:
        """Free times. Raises OrderRefused for a queue or a number there is not."""
        board, known = self.board, self.hours.queue(queue)
        called = known or board.policy.queue(board.care.promises.queue or "").name
        number = self._or_refused(lambda: callable_number(board, phone)) if phone else None
        with reading(board.database) as session:
            return slots_for(session, board, called, board.clock(), count=limit, agent=agent, phone=number)

    def opens_feed(self, agent_id: str, *, who: str) -> str:
        """The address for the calendar programme, shown this once."""
        with writing(self.board.database) as session:
            known = agent(session, agent_id)
            if known is None or not known.active:
                raise self._refusal("agent", agent=agent_id)
            return opened(session, self.board, agent_id, once=secrets.token_hex(16), by=who).url

    def closes_feed(self, agent_id: str, *, who: str) -> bool:
        with writing(self.board.database) as session:
            return close_feed(session, agent_id, by=who, now=self.board.clock())

    def moment(self, written: str | None) -> datetime | None:
        return self.hours.moment(written) if written else None

    def _or_refused(self, act: Callable[[], Came]) -> Came:
        try:
            return act()
        except (CallbackStands, CallbackRefused) as stands:
            raise OrderRefused(stands.words.spoken_in(self.lang)) from None

    def _refusal(self, key: str, **args: str) -> OrderRefused:
        return OrderRefused(word(f"refused_{key}", self.lang).format(**args))


@contextmanager
def callback_desk_here(lang: str = "tr") -> Iterator[CallbackDesk]:
    """On the settings and the stores of this folder."""
    settings = source_here().settings()
    with redis_of(settings) as redis_url:
        board = board_from(settings, redis_url)
        queues = frozenset(board.policy.queues)
        hours = HoursDesk(hours=board.hours, database=board.database, clock=board.clock, queues=queues, lang=lang)
        yield CallbackDesk(board=board, hours=hours, lang=lang)
