"""A lead is brought into a conversation: who hears what, who stands where, and how it ends for each of the three."""

import pytest

from simulator import transcript
from tests.journeys.test_trouble import BURAK, answers, signs_in, state_of
from tests.journeys.transfers import asks, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World


@pytest.mark.both_databases
def test_a_lead_comes_hears_it_first_and_takes_over(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")
    transfer = asks(world, caller)
    assert now_of(world, transfer).state == "ringing", transcript(world.sim.trace)
    world.advance(25)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert wishes(world, transfer, "join", "colleague")
    world.advance(5)
    assert now_of(world, transfer).state == "merged"
    assert wishes(world, transfer, "leave", "agent")
    world.advance(5)
    assert state_of(world, "ayse") == "wrap_up"
    world.advance(300)
    assert way_of(world, transfer) == [
        "requested", "brief_ready", "ringing", "consulting", "merged", "agent_left", "done",
    ], transcript(world.sim.trace)  # fmt: skip
    nobody_is_left(world)
