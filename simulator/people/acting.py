"""Doing the steps: a person with a telephone at their ear."""

from datetime import datetime, timedelta

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.ear import Utterance, fold
from simulator.lines.keypad import Listener
from simulator.lines.leg import Leg
from simulator.people.line import begin_to_speak, press_key
from simulator.people.steps import (
    DoneByItself,
    HangsUp,
    HangsUpWhen,
    Hears,
    HearsEnd,
    Joins,
    Moment,
    Presses,
    Refers,
    Says,
    Step,
    Talks,
    Waits,
)
from simulator.rooms.company import voice_carries, words_arrive

SECONDS_BEFORE_TALKING = 3.0
SECONDS_BETWEEN_KEYS = 0.3
REACTION_SECONDS = 0.6
"""From being asked for a key to pressing it."""


class ActFailed(Exception):
    """A step that did not work out; the message says what happened instead."""


class Actor:
    """One person on one leg. Remembers up to where they have listened, so that each `hears` looks for something new."""

    def __init__(self, x: Exchange, leg: Leg) -> None:
        self.x = x
        self.leg = leg
        self._utterance = 0
        self._letter = 0
        self._forbidden: list[str] = []

    async def does(self, step: Step) -> None:
        """Do one step. Raises ActFailed."""
        match step:
            case Hears(text=text, within=within):
                await self.hears(text, within)
            case Presses(keys=keys, within=within):
                await self.presses(keys, within)
            case Says(text=text, within=within):
                await self.says(text, within)
            case Waits(seconds=seconds):
                await self._stays(seconds, "waiting")
            case Joins(within=within):
                await self.joins(within)
            case Talks(seconds=seconds, within=within):
                await self.talks(seconds, within)
            case Refers(target=target):
                self.refers(target)
            case HangsUp():
                self.hangs_up()
            case HangsUpWhen(moment=moment):
                self.hangs_up_when(moment)
            case HearsEnd(within=within):
                if not await self.x.kernel.wait(self.leg.ended, within):
                    raise ActFailed(f"was not hung up within {within:g} s")
            case DoneByItself():
                await step.done_by(self)

    async def hears(self, text: str, within: float) -> None:
        deadline = self.x.kernel.now() + timedelta(seconds=within)
        wanted = fold(text)
        while not self._has_heard(wanted):
            now = self.x.kernel.now()
            if self.leg.is_over:
                raise ActFailed(f"the call ended before they heard {text!r}")
            if now >= deadline:
                raise ActFailed(f"did not hear {text!r} within {within:g} s")
            moments = [deadline, *self._about_to_hear(wanted)]
            await self._next_sound((min(moments) - now).total_seconds())

    async def presses(self, keys: str, within: float) -> None:
        await self._until_listened_to("keys", within)
        await self._stays(REACTION_SECONDS, f"pressing {keys}")
        await self.types(keys)

    async def types(self, keys: str) -> None:
        """Press keys, whether anything listens or not."""
        for index, key in enumerate(keys):
            if index:
                await self._stays(SECONDS_BETWEEN_KEYS, f"pressing {keys}")
            press_key(self.x, self.leg, key)
        self._moves_on()

    async def says(self, text: str, within: float) -> None:
        if not self.leg.talks:
            await self._until_listened_to("speech", within)
        await self.speaks(text)

    async def speaks(self, text: str) -> None:
        """Speak, whether anything listens or not."""
        await self._stays(begin_to_speak(self.x, self.leg, text), "speaking")
        words_arrive(self.leg, text)
        self._moves_on()

    async def joins(self, within: float) -> None:
        await self._until_company(True, within, "reached nobody", "before they reached anybody")

    async def is_left_alone(self, within: float) -> None:
        await self._until_company(False, within, "was not left alone", "while somebody was with them")

    async def _until_company(self, wanted: bool, within: float, otherwise: str, too_early: str) -> None:
        deadline = self.x.kernel.now() + timedelta(seconds=within)
        while self.leg.talks is not wanted or self.leg.is_over:
            left = (deadline - self.x.kernel.now()).total_seconds()
            if self.leg.is_over:
                raise ActFailed(f"the call ended {too_early}")
            if left <= 0 or not await self.x.kernel.wait(self.leg.changed.next(), left):
                raise ActFailed(f"{otherwise} within {within:g} s")

    async def talks(self, seconds: float, within: float) -> None:
        await self.joins(within)
        self.x.tell("person", f"talks for {seconds:g} s", self.leg)
        voice_carries(self.x, self.leg, "", seconds)
        await self._stays(seconds, "talking")

    def refers(self, target: str) -> None:
        self.x.tell("person", f"asks to be transferred to {target}", self.leg, target=target)
        if self.leg.on_refer is None or not self.leg.on_refer(target):
            raise ActFailed(f"nobody took the transfer to {target}")

    def hangs_up(self) -> None:
        leg_ends(self.x, self.leg, status="no-answer", by="person")

    def hangs_up_when(self, moment: Moment) -> None:
        """Hang up a blink after the moment, or after a few words when it is `talking`."""
        watched: Moment = "bridged" if moment == "talking" else moment
        delay = SECONDS_BEFORE_TALKING if moment == "talking" else 0.0

        def watch(name: str, leg: Leg) -> None:
            mine = leg is self.leg or (name in ("agent_ringing", "accepted") and self.leg.place is not None)
            if name == watched and mine:
                self.x.watchers.remove(watch)
                self.x.kernel.after(delay, self.hangs_up)

        self.x.watchers.append(watch)
        self.leg.ended.then(lambda _: self.x.watchers.remove(watch) if watch in self.x.watchers else None)

    async def waits(self, seconds: float) -> None:
        await self._stays(seconds, "waiting")

    async def lets_pass(self, questions: int, within: float) -> None:
        """Until they have been listened to in vain so many times, and are again."""
        deadline = self.x.kernel.now() + timedelta(seconds=within)
        listener = self.leg.keypad.listener
        asked = 1 if listener is not None else 0
        while asked <= questions:
            left = (deadline - self.x.kernel.now()).total_seconds()
            if left <= 0 or not await self.x.kernel.wait(self._something_changes(), left):
                raise ActFailed(f"was not asked {questions + 1} times within {within:g} s")
            if self.leg.is_over:
                raise ActFailed("the call ended while they left a question unanswered")
            asked += 1
        self._moves_on()

    def must_not_hear(self, text: str) -> None:
        self._forbidden.append(text)

    def heard_in_vain(self) -> str:
        """What must not have been said to them and was, if anything."""
        heard = [fold(one.text) for one in self.leg.ear.utterances] if self._forbidden else []
        return next((text for text in self._forbidden if any(fold(text) in one for one in heard)), "")

    async def _stays(self, seconds: float, doing: str) -> None:
        if await self.x.kernel.wait(self.leg.ended, seconds) or self.leg.is_over:
            raise ActFailed(f"the call ended while {doing}")

    async def _until_listened_to(self, what: str, within: float) -> None:
        """Wait for a Gather that takes this kind of input; after so long do it anyway, into the void."""
        deadline = self.x.kernel.now() + timedelta(seconds=within)
        while not self.leg.is_over:
            if self._is_listened_to(what):
                return
            left = (deadline - self.x.kernel.now()).total_seconds()
            if left <= 0 or not await self.x.kernel.wait(self._something_changes(), left):
                break
        if self.leg.is_over:
            raise ActFailed("the call ended before anything listened to them")

    def _is_listened_to(self, what: str) -> bool:
        listener: Listener | None = self.leg.keypad.listener
        if listener is None:
            return False
        return listener.takes_keys if what == "keys" else listener.takes_speech

    def _something_changes(self) -> Promise[None]:
        first: Promise[None] = Promise()
        self.leg.keypad.changed.next().then(first.resolve)
        self.leg.ended.then(first.resolve)
        return first

    def _has_heard(self, wanted: str) -> bool:
        now = self.x.kernel.now()
        for index, utterance, start in self._still_to_hear():
            found = fold(utterance.text).find(wanted, start)
            end = found + len(wanted)
            if found >= 0 and utterance.reached(end) and utterance.heard_at(end) <= now:
                self._utterance, self._letter = index, end
                return True
        return False

    def _about_to_hear(self, wanted: str) -> list[datetime]:
        """The moments at which an utterance now being spoken will have reached the wanted text."""
        now = self.x.kernel.now()
        moments = []
        for _, utterance, start in self._still_to_hear():
            found = fold(utterance.text).find(wanted, start)
            if found >= 0 and utterance.cut_at is None and utterance.heard_at(found + len(wanted)) > now:
                moments.append(utterance.heard_at(found + len(wanted)))
        return moments

    def _still_to_hear(self) -> list[tuple[int, Utterance, int]]:
        said = self.leg.ear.utterances
        return [
            (index, said[index], self._letter if index == self._utterance else 0)
            for index in range(self._utterance, len(said))
        ]

    async def _next_sound(self, seconds: float) -> None:
        first: Promise[None] = Promise()
        self.leg.ear.changed.next().then(first.resolve)
        self.leg.ended.then(first.resolve)
        await self.x.kernel.wait(first, max(seconds, 0.001))

    def _moves_on(self) -> None:
        """What was said before they acted is past."""
        said = self.leg.ear.utterances
        if said:
            self._utterance = len(said) - 1
            spoken = (self.x.kernel.now() - said[-1].started_at).total_seconds() / (said[-1].seconds or 1)
            self._letter = int(len(said[-1].text) * min(1.0, spoken))
