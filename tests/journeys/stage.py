"""A scripted call on the stage of one process and virtual time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.scripted_call import Script, Told
from simulator import Caller
from tests.world import World


class VirtualStage:
    def __init__(self, world: World) -> None:
        self.world = world
        self.placed: dict[str, Caller] = {}

    def now(self) -> datetime:
        return self.world.clock()

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer = self.world.ask(method, path, body, key=self.world.key)
        self.world.settle()
        return answer

    def begin(self, script: Script) -> None:
        for name, person in script.people.items():
            behaviour = dict(person)
            self.world.sim.person(behaviour.pop("phone"), name, **behaviour)
        for fault in script.faults:
            self.world.sim.fault(**fault)
        for name, caller in script.callers.items():
            told = {key: value for key, value in caller.items() if key not in ("from", "to")}
            self.placed[name] = self.world.sim.place_call(caller["from"], caller["to"], name=name, **told)

    def callers(self) -> Mapping[str, Told]:
        return {
            name: Told(call=caller.leg.sid if caller.leg else "", over=caller.is_over, failures=caller.failures)
            for name, caller in self.placed.items()
        }

    def let_pass(self, seconds: float) -> None:
        self.world.advance(seconds)

    def leap_to(self, moment: datetime) -> None:
        self.world.clock.advance_to(moment)
        self.world.settle()

    def writes(self, from_: str, to: str, body: str) -> None:
        self.world.sim.text(from_, to, body)

    def rings(self, number: str) -> int:
        return sum(1 for leg in self.world.sim.legs() if leg.to == number)

    def heard(self, name: str) -> Sequence[str]:
        return [entry.text for entry in self.world.sim.trace.of("say") if entry.name == name]
