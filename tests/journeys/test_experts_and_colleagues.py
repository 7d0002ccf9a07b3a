"""An agent asks a colleague or somebody outside, or hands the case over: who is where, and whose the case is then."""

import pytest

from cases.ownership import owner_of
from escalations.errors import ExpertNotCalled
from escalations.transfer.asking import Ask, ask_transfer
from records.database import reading
from simulator import transcript
from staff.notice import Notice
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, signs_in, state_of
from tests.journeys.transfers import hangs_up, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World

NOTARY = "+902125550199"
"""Outside."""
TOLD = "Konu bir vekaletname."


def asks_expert(world: World, caller: object, phone: str = NOTARY):
    ask = Ask(kind="expert", call=caller.sid, by="ayse", phone=phone, told=TOLD)
    transfer = ask_transfer(world.voice, ask)
    world.settle()
    return transfer


def test_an_expert_outside_hears_what_the_agent_chose_to_tell_and_joins(world: World) -> None:
    caller = they_talk(world)
    answers(world, NOTARY, "Noter", after_hearing="1'e")
    transfer = asks_expert(world, caller)
    assert now_of(world, transfer).state == "ringing", transcript(world.sim.trace)
    world.advance(25)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert not wishes(world, transfer, "leave", "agent")
    assert wishes(world, transfer, "join", "agent")
    world.advance(5)
    assert now_of(world, transfer).state == "merged"
    hangs_up(world, NOTARY)
    world.advance(5)
    assert now_of(world, transfer).state == "returned", transcript(world.sim.trace)
    hangs_up(world, MEHMET)
    world.advance(30)
    nobody_is_left(world)
    print(transcript(world.sim.trace))
    print(way_of(world, transfer))
