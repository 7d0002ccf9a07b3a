"""Whoever hangs up, and whenever, in a warm transfer: it has its end, and nobody is stranded."""

import os
import random

import pytest

from simulator import Caller, transcript
from simulator.people.line import press_key
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, signs_in
from tests.journeys.transfer_matrix import Cell, cells
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World

EVERY = os.environ.get("TRANSFERS") == "all"
"""`make transfers`: every combination; otherwise a few, chosen by a seed."""
CHOSEN = list(cells()) if EVERY else random.Random(8).sample(list(cells()), 6)
LONGEST = 240
"""Seconds."""
ALL_SAID = 12
"""Seconds after which who is content hangs up: a lead who went sooner was cut off."""


@pytest.mark.parametrize("cell", CHOSEN, ids=str)
def test_whoever_drops_out_it_has_its_end(world: World, cell: Cell) -> None:
    caller = they_talk(world)
    world.sim.person(BURAK, "Burak", **cell.behaviour)
    signs_in(world, "burak")
    play = Play(world, cell, caller)
    play.until_it_is_over()
    assert now_of(world, play.transfer).state == cell.end, (way_of(world, play.transfer), transcript(world.sim.trace))
    play.everybody_goes()
    nobody_is_left(world)


class Play:
    """The three act their parts, each when the transfer has come so far."""

    def __init__(self, world: World, cell: Cell, caller: Caller) -> None:
        self.world, self.cell, self.caller = world, cell, caller
        self.transfer = asks(world, caller, "burak")
        self.state, self.seconds = "", 0.0

    def until_it_is_over(self) -> None:
        for _ in range(LONGEST):
            known = now_of(self.world, self.transfer)
            if known.over:
                return
            self.seconds = 0 if known.state != self.state else self.seconds + 1
            self.state = known.state
            self._acts()
            self.world.advance(1)

    def _acts(self) -> None:
        self._some_drop_out()
        if self.state in ("ringing", "nobody_came") and self.cell.caller == "presses_1":
            self._presses("1")
        if self.seconds == 3 and self.state == "consulting":
            wishes(self.world, self.transfer, "join", "agent")
        elif self.seconds == 3 and self.state == "merged":
            wishes(self.world, self.transfer, "leave", "agent")
        elif self.seconds == ALL_SAID and self.state == "agent_left":
            hangs_up(self.world, MEHMET)

    def _some_drop_out(self) -> None:
        """At the same moment, if it is the same step. A telephone that is busy says so within the first second."""
        if self.seconds != (0 if self.state == "ringing" else 1):
            return
        if self.cell.caller == self.state:
            hangs_up(self.world, MEHMET)
        if self.cell.agent == self.state:
            hangs_up(self.world, AYSE)
        gone = {"drops_in_consult": ("consulting", "agent_left"), "drops_after_merge": ("merged", "agent_left")}
        if self.state in gone.get(self.cell.lead, ()):
            hangs_up(self.world, BURAK)

    def _presses(self, key: str) -> None:
        if self.caller.leg is not None:
            press_key(self.world.sim.exchange, self.caller.leg, key)
            self.world.settle()

    def everybody_goes(self) -> None:
        self.world.advance(10)
        for number in (MEHMET, AYSE, BURAK):
            hangs_up(self.world, number)
            self.world.advance(5)
        self.world.advance(20)
