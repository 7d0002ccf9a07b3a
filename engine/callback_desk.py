"""`sahip callbacks`: what the API does, for whoever is at the keyboard of this folder."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from callbacks.callback import Callback
from callbacks.dialler.cancelling import cancel_callback
from callbacks.dialler.changing import CallbackStands, Changed
from callbacks.dialler.editing import Edit, call_now, move_callback, reassign_callback
from callbacks.dialler.making import callable_number
from callbacks.dialler.slots import Slot, slots_for
from callbacks.dialler.wanted import CallbackRefused
from console.api.calendar_feeds import opened
from engine.board import board_from
from engine.callback_reading import CallbackReading
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import HoursDesk
from engine.stores import redis_of
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from staff.agent import agent
from staff.calendar_feed import close_feed

Came = TypeVar("Came")


@dataclass(frozen=True, kw_only=True)
class CallbackDesk:
    board: VoiceBoard
    seen: CallbackReading

    @property
    def zone(self) -> ZoneInfo:
        return self.seen.zone

    def cancels(self, beginning: str, *, who: str, reason: str, tell: bool) -> Changed:
        return self._or_refused(
            lambda: cancel_callback(self.board, self.seen.named(beginning), who=who, reason=reason, tell=tell)
        )

    def moves(self, beginning: str, edit: Edit) -> Callback:
        return self._or_refused(lambda: move_callback(self.board, self.seen.named(beginning), edit))

    def reassigns(self, beginning: str, *, to: str | None, who: str, reason: str) -> Callback:
        return self._or_refused(
            lambda: reassign_callback(self.board, self.seen.named(beginning), to=to, who=who, reason=reason)
        )

    def hurries(self, beginning: str, *, who: str) -> Callback:
        return self._or_refused(lambda: call_now(self.board, self.seen.named(beginning), who=who))

    def slots(self, queue: str | None, *, agent: str | None, phone: str | None, limit: int) -> tuple[Slot, ...]:
        """Free times. Raises OrderRefused for a queue or a number there is not."""
        board, known = self.board, self.seen.hours.queue(queue)
        called = known or board.policy.queue(board.care.promises.queue or "").name
        number = self._or_refused(lambda: callable_number(board, phone)) if phone else None
        with reading(board.database) as session:
            return slots_for(session, board, called, board.clock(), count=limit, agent=agent, phone=number)

    def opens_feed(self, agent_id: str, *, who: str) -> str:
        """The address for the calendar programme, shown this once."""
        with writing(self.board.database) as session:
            known = agent(session, agent_id)
            if known is None or not known.active:
                raise self.seen.refusal("agent", agent=agent_id)
            return opened(session, self.board, agent_id, once=secrets.token_hex(16), by=who).url

    def closes_feed(self, agent_id: str, *, who: str) -> bool:
        with writing(self.board.database) as session:
            return close_feed(session, agent_id, by=who, now=self.board.clock())

    def moment(self, written: str | None) -> datetime | None:
        return self.seen.moment(written)

    def _or_refused(self, act: Callable[[], Came]) -> Came:
        try:
            return act()
        except (CallbackStands, CallbackRefused) as stands:
            raise OrderRefused(stands.words.spoken_in(self.seen.lang)) from None


@contextmanager
def callback_desk_here(lang: str = "tr") -> Iterator[CallbackDesk]:
    """On the settings and the stores of this folder."""
    settings = source_here().settings()
    with redis_of(settings) as redis_url:
        board = board_from(settings, redis_url)
        queues = frozenset(board.policy.queues)
        hours = HoursDesk(hours=board.hours, database=board.database, clock=board.clock, queues=queues, lang=lang)
        seen = CallbackReading(database=board.database, clock=board.clock, open_floor=lambda: board.floor, hours=hours,
                               centre=settings.centre, lang=lang)  # fmt: skip
        yield CallbackDesk(board=board, seen=seen)
