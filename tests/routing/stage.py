"""A world of tests/routing/worlds.py in which acts happen, each twice, and every rule is looked at afterwards."""

import itertools
from collections.abc import Callable
from datetime import datetime

from redis import Redis

from routing.floor import Floor
from routing.moves import Moves
from routing.taken_over import TakenOver
from tests.routing.acts import Act, reservation_seen
from tests.routing.floor_rules import Caller, FloorRules
from tests.routing.house import House
from tests.routing.kept_floor import KeptFloors
from tests.routing.worlds import NOW, PLACES, PLANS, all_lines

LINES = sorted(set(all_lines()))


class Stage:
    def __init__(self, house: House, raw: Redis, world: Callable[[House], None]) -> None:
        world(house)
        self.house, self.kept = house, KeptFloors(raw)
        self.ops = itertools.count(1)
        self.held = reservation_seen(house.floor)
        self.start = self.kept.keep()
        self.at_start = self.rules(house.at(NOW))
        self.at_start.check()

    @property
    def floor(self) -> Floor:
        return self.house.floor

    def rules(self, now: datetime) -> FloorRules:
        callers = {call: Caller(self.house.at(place), PLANS[call]) for call, place in PLACES.items()}
        return FloorRules(self.floor, lines=LINES, callers=callers, now=now)

    def happens(self, act: Act, before: FloorRules) -> FloorRules:
        """Once, and once more as if the answer had been lost; then every rule is looked at."""
        now = max(before.now, self.house.at(act.at))
        op = f"op{next(self.ops)}"
        answer = act.does(self.house, self.held, now, op)
        again = act.does(self.house, self.held, now, op)
        assert again == answer, f"asked again, it answers {again} and not {answer}"
        after = self.rules(now)
        after.check()
        if isinstance(answer, TakenOver):
            answer = answer.moves
        if isinstance(answer, Moves):
            after.nobody_was_passed_over(answer)
            after.moves_tell_all(before, answer)
        return after
