"""A day at the call centre, squeezed into minutes and drawn from a seed: people come and go, and everything goes wrong.

While it storms, what must never happen is looked for after every step; afterwards all is healed, and everybody must
come to a proper end. The same seed gives the same day, to the last line of the trace.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from redis import Redis
from sqlalchemy import select

from callbacks.callback import NOT_OVER, Callback
from records.call_record import call_record
from records.database import reading
from simulator import Caller
from telephony.attempt import OPEN, AttemptRow
from tests.world import NUMBER, World

PHONES = {"ayse": "+905550000001", "burak": "+905550000002", "can": "+905550000003", "deniz": "+905550000004"}
CALLERS = ("+905321234567", "+447911123456", "+905329998877", "+905421112233", "+905447778899", "anonymous")
RINGS: tuple[Mapping[str, Any], ...] = (
    {"answers_after": 2, "after_hearing": "1", "presses": "1"},
    {"answers_after": 4, "after_hearing": "1", "presses": "1", "hangs_up_after": 6},
    {"answers_after": 3, "after_hearing": "1", "presses": "2"},
    {"answers_after": 3, "presses": "7"},
    {"never_answers": True},
    {"busy": True},
    {"declines": 3},
    {"voicemail": "Şu anda yokum, mesaj bırakın."},
    {"hangs_up_before_key": True},
)
FAULTS = (
    "create_then_500", "refuse_with_500", "too_many_requests", "unavailable", "callback_lost", "callback_doubled",
    "callback_swapped", "callback_delayed", "webhook_doubled", "queue_full",
)  # fmt: skip


class Storm:
    def __init__(self, world: World, redis: Redis, seed: int) -> None:
        self.world, self.redis, self.random = world, redis, random.Random(seed)
        self.callers: list[Caller] = []
        self.log: list[str] = []

    def rage(self, steps: int) -> None:
        for number in PHONES.values():
            self._person(number)
        acts = self._acts()
        for _ in range(steps):
            self.random.choices(list(acts), weights=list(acts.values()))[0]()
            self.world.advance(self.random.choice((0.3, 1, 2, 5)))
            self.nothing_impossible()

    def heal_and_drain(self) -> None:
        """Nothing goes wrong any more, somebody is there, and everybody still on the line gets to the end."""
        self.world.sim.exchange.faults.clear()
        for agent, number in PHONES.items():
            self.world.sim.person(number, agent, answers_after=1, after_hearing="1", presses="1")
            self._signs(agent, "ready")
        for _ in range(40):
            if all(caller.is_over for caller in self.callers):
                break
            for agent in PHONES:
                self._signs(agent, "ready")
            self.world.advance(15)
        self.world.advance(100)

    def nothing_impossible(self) -> None:
        """An agent's telephone has one of our calls at a time, and nobody talks to two callers."""
        legs = Counter(leg.to for leg in self.world.sim.live_legs() if leg.direction == "outbound-api")
        assert not [number for number, count in legs.items() if count > 1], legs
        agents = [agent for agent in self.world.voice.floor.agents() if agent.call]
        talking = Counter(agent.call for agent in agents)
        assert not [call for call, count in talking.items() if count > 1], talking

    def nobody_was_rung_twice(self) -> None:
        """One leg for one reservation, whatever Twilio answered when it was asked for: the leg's callback names it."""
        legs = [leg for leg in self.world.sim.legs() if leg.direction == "outbound-api" and leg.subscription]
        rung = Counter(leg.subscription.url.split("?")[0] for leg in legs)
        assert not [reservation for reservation, times in rung.items() if times > 1]

    def everybody_came_to_an_end(self) -> None:
        assert all(caller.is_over for caller in self.callers), [
            caller.name for caller in self.callers if not caller.is_over
        ]
        assert not self.world.sim.live_legs()
        with reading(self.world.voice.database) as session:
            for caller in self.callers:
                for leg in caller.legs:
                    record = call_record(session, leg.sid)
                    assert record is not None and record.stage == "ended" and record.outcome, (leg.sid, record)
            assert not session.scalars(select(AttemptRow).where(AttemptRow.state.in_(OPEN))).all()
            owed = session.scalars(select(Callback.floor_call).where(NOT_OVER, Callback.floor_call.is_not(None))).all()
        assert sum(self.world.voice.floor.counts().waiting.values()) == len(owed)  # a lead's call, and no lead is there
        for agent in self.world.voice.floor.agents():
            assert agent.state in ("ready", "not_ready", "logged_out"), agent

    def digest(self) -> str:
        told = [f"{entry.at} {entry.kind} {entry.leg} {entry.text}" for entry in self.world.sim.trace.since(0)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def _acts(self) -> Mapping[Callable[[], None], int]:
        return {
            self._somebody_calls: 8, self._somebody_signs: 5, self._something_breaks: 4,
            self._somebody_changes: 3, self._floor_is_lost: 1,
        }  # fmt: skip

    def _somebody_calls(self) -> None:
        number = self.random.choice(CALLERS)
        first: list[Any] = [{"presses": self.random.choice("0123")}] if number in CALLERS[2:] else []
        talks = [{"joins": True, "within": 600}, {"talks": self.random.randint(1, 20)}, "hangs_up"]
        patience = [{"waits": self.random.randint(0, 40)}, "hangs_up"]
        steps: list[Any] = self.random.choice(([*first, *talks], talks, patience))
        self.callers.append(self.world.sim.place_call(number, NUMBER, name=f"caller {len(self.callers)}", steps=steps))

    def _somebody_signs(self) -> None:
        state = self.random.choice(("ready", "ready", "ready", "not_ready", "logged_out"))
        self._signs(self.random.choice(list(PHONES)), state)

    def _signs(self, agent: str, state: str) -> None:
        path = f"/api/v1/agents/{agent}/presence"
        self.world.ask("PUT", path, {"state": state}, key=self.world.key)
        self.world.settle()

    def _something_breaks(self) -> None:
        self.world.sim.fault(
            self.random.choice(FAULTS), times=self.random.randint(1, 3), seconds=self.random.choice((0, 3))
        )

    def _somebody_changes(self) -> None:
        self._person(self.random.choice(list(PHONES.values())))

    def _person(self, number: str) -> None:
        self.world.sim.person(number, number, rings=[self.random.choice(RINGS) for _ in range(3)])

    def _floor_is_lost(self) -> None:
        self.redis.flushall()
