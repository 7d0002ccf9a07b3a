"""Whoever hangs up while an expert outside is asked, or a case handed over: it has its end, and the case one owner."""

import os
import random

import pytest

from cases.ownership import owner_of
from records.database import reading
from simulator import Caller, transcript
from tests.journeys.asked_in import Cell, asks_expert, cells
from tests.journeys.test_transfer_matrix import ALL_SAID, LONGEST
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, signs_in
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World

EVERY = os.environ.get("TRANSFERS") == "all"
"""`make transfers`: every combination; otherwise a few, chosen by a seed."""
CHOSEN = list(cells()) if EVERY else random.Random(4).sample(list(cells()), 4)


@pytest.mark.parametrize("cell", CHOSEN, ids=str)
def test_whoever_drops_out_it_has_its_end_and_the_case_one_owner(world: World, cell: Cell) -> None:
    caller = they_talk(world)
    world.sim.person(cell.number, "Burak", **cell.behaviour)
    signs_in(world, "burak")
    play = Play(world, cell, caller)
    play.until_it_is_over()
    known, way = now_of(world, play.transfer), way_of(world, play.transfer)
    assert known.state == cell.end, (way, transcript(world.sim.trace))
    with reading(world.voice.database) as session:
        owner = owner_of(session, str(known.case_number))
    assert owner == ("burak" if cell.kind == "hand_over" and "agent_left" in way else "ayse"), way
    play.everybody_goes()
    nobody_is_left(world)


class Play:
    """The three act their parts, each when it has come so far."""

    def __init__(self, world: World, cell: Cell, caller: Caller) -> None:
        self.world, self.cell = world, cell
        expert = cell.kind == "expert"
        self.transfer = asks_expert(world, caller) if expert else asks(world, caller, "burak", kind=cell.kind)
        self.state, self.seconds = "", 0.0

    def until_it_is_over(self) -> None:
        for _ in range(LONGEST):
            known = now_of(self.world, self.transfer)
            if known.over:
                return
            self.seconds = 0 if known.state != self.state else self.seconds + 1
            self.state = known.state
            self._some_drop_out()
            self._goes_on()
            self.world.advance(1)

    def _goes_on(self) -> None:
        if self.seconds == 3 and self.state == "consulting":
            wishes(self.world, self.transfer, "join", "agent")
        elif self.seconds == 3 and self.state == "merged":
            wishes(self.world, self.transfer, "leave", "agent")
        elif self.seconds == ALL_SAID and self.state in ("merged", "agent_left"):
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
        if self.state in gone.get(self.cell.other, ()):
            hangs_up(self.world, self.cell.number)

    def everybody_goes(self) -> None:
        self.world.advance(10)
        for number in (MEHMET, AYSE, BURAK, self.cell.number):
            hangs_up(self.world, number)
            self.world.advance(5)
        self.world.advance(20)
