"""Somebody who earns by calls to their numbers rings us from each of them and asks to be called back.

Whose number is shown is the caller's own choice: a thousand neighbours of one block, and one number a hundred times.
Between them people call who really want to be called.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.callback_step import CallbackStep
from records.database import reading
from records.journal import EventRow
from tests.journeys.test_trouble import AYSE, BURAK, answers, signs_in
from tests.world import NUMBER, World

FLOW: Final = """
flow: offer
start: call
person: anyone
tries: 2
not_understood: {tr: "Anlayamadım."}
nodes:
  call:
    callback:
      offer: {tr: "Sizi {phone:phone} numarasından arayalım mı?", en: "Shall we call you?"}
      ask_number: {tr: "Hangi numarayı arayalım?", en: "Which number?"}
      confirm: {tr: "{phone:phone} doğruysa bire basın.", en: "{phone:phone}, if that is right press one."}
      promise: {tr: "Geri arama"}
      promised: {tr: "Söz, {due:time_dative} kadar arayacağız.", en: "We call you by {due:time}."}
      queue: destek
      hours: destek
      within_hours: 2
      accepted: bye
      refused: bye
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""
BLOCK: Final = "+905327650"
"""Of a thousand numbers, all of them theirs."""
ALWAYS_THE_SAME: Final = "+905441110000"
CUSTOMERS: Final = ("+905321234567", "+905335550101", "+905425550202", "+905055550303")
AGENTS: Final = {"ayse": AYSE, "burak": BURAK}
WANTS: Final[list[Any]] = [{"hears": "arayalım mı"}, {"presses": "1"}, {"waits": 6}, "hangs_up"]
TALKS: Final[Mapping[str, Any]] = {"answers_after": 2, "steps": ["joins", {"talks": 4}, "hangs_up"]}


@dataclass
class TollFraud:
    world: World

    def begins(self) -> None:
        """They answer whoever calls them, and so do customers."""
        for agent, number in AGENTS.items():
            answers(self.world, number, agent, after_hearing="Geri arama")

    def wave(self, numbers: Iterable[str]) -> None:
        """All of these ring us, one after the other, and ask to be called."""
        for number in numbers:
            self.world.sim.person(number, number, **TALKS)
            self.world.sim.place_call(number, NUMBER, name=number, steps=WANTS)
            self.world.advance(2)

    def a_quarter_passes(self) -> None:
        """In its first minute agents work; they are ready again at its end."""
        for agent in AGENTS:
            signs_in(self.world, agent)
        self.world.advance(60)
        self.world.clock.advance_to(self.world.clock() + timedelta(minutes=14))
        self.world.advance(1)

    def called(self, beginning: str) -> list[datetime]:
        """When telephones of such numbers rang."""
        legs = (
            leg for leg in self.world.sim.legs() if leg.direction == "outbound-api" and leg.to.startswith(beginning)
        )
        return sorted(leg.created_at for leg in legs)

    def callbacks(self) -> list[Callback]:
        with reading(self.world.voice.database) as session:
            return list(session.scalars(select(Callback).order_by(Callback.made_at, Callback.id)))

    def refusals(self) -> dict[str, str]:
        """Call → why it was promised no callback, as it stands on its record."""
        with reading(self.world.voice.database) as session:
            rows = session.scalars(select(EventRow).where(EventRow.kind == "callback_refused"))
            return {str(row.call): row.data["why"] for row in rows}

    def reasons(self) -> set[str | None]:
        """Why callbacks waited, or ended."""
        with reading(self.world.voice.database) as session:
            return set(session.scalars(select(CallbackStep.why)))
