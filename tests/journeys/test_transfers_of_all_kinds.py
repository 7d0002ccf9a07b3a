"""Where a warm transfer may begin, and whom else it may leave with whom."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from escalations.errors import AlreadyUnderWay, NobodyToAsk, NotTalking
from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.transfer import Transfer
from records.database import reading
from simulator import transcript
from staff.notice import NoticeRow
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, calls, signs_in, state_of
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World


@pytest.fixture
def morning(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, replace(centre_with(FLOW))) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def burak_comes(world: World) -> None:
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")


def test_a_customer_whom_we_called_back_may_have_a_lead_too(morning: World) -> None:
    answers(morning, AYSE, "Ayşe", after_hearing="abul 1")
    signs_in(morning, "ayse")
    morning.sim.person(MEHMET, "Mehmet", answers_after=4, steps=["joins", {"talks": 300}, "hangs_up"])
    promised(morning)
    morning.advance(25)
    burak_comes(morning)
    [talking] = [agent for agent in morning.voice.floor.agents() if agent.state == "talking"]
    ask = Ask(kind="supervisor", call=talking.call or "", by="ayse", wanted=("burak",))
    transfer = ask_transfer(morning.voice, ask)
    morning.advance(20)
    assert now_of(morning, transfer).state == "consulting", transcript(morning.sim.trace)
    wishes(morning, transfer, "join", "agent")
    morning.advance(4)
    wishes(morning, transfer, "leave", "agent")
    morning.advance(15)
    assert now_of(morning, transfer).state == "agent_left" and state_of(morning, "burak") == "talking"
    hangs_up(morning, MEHMET)
    morning.advance(20)
    assert now_of(morning, transfer).state == "done", transcript(morning.sim.trace)
    nobody_is_left(morning)


def test_an_agent_who_does_not_wait_leaves_the_customer_to_whoever_comes(world: World) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    assert wishes(world, transfer, "leave", "agent")
    assert state_of(world, "ayse") == "wrap_up" and now_of(world, transfer).state == "ringing"
    world.advance(30)
    assert way_of(world, transfer)[-1] == "agent_left", transcript(world.sim.trace)
    assert state_of(world, "burak") == "talking"


def test_with_no_number_to_call_nobody_is_promised_anything_and_the_agent_has_them_again(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    abroad = calls(world, EMMA, "Emma", steps=["joins", {"talks": 300}, "hangs_up"])
    world.advance(30)
    burak_comes(world)
    transfer = asks(world, abroad)
    wishes(world, transfer, "callback", "agent")
    world.advance(15)
    known = now_of(world, transfer)
    assert (known.state, known.why, known.callback_id) == ("returned", "no_number", None), transcript(world.sim.trace)
    assert state_of(world, "ayse") == "talking"


def test_who_is_promised_a_call_instead_is_told_of_and_so_is_the_agent(world: World) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    wishes(world, transfer, "callback", "customer")
    world.advance(30)
    assert now_of(world, transfer).state == "promised" and now_of(world, transfer).callback_id
    with reading(world.voice.database) as session:
        told = session.scalars(select(NoticeRow.key).where(NoticeRow.agent_id == "ayse")).all()
    assert any(key in ("notice_lead_promised", "notice_some_lead_promised") for key in told)
    assert state_of(world, "ayse") == "wrap_up"


def test_places_change_and_change_back(world: World) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    world.advance(20)
    for state in ("swapped", "consulting", "swapped"):
        assert wishes(world, transfer, "swap", "colleague")
        world.advance(3)
        assert now_of(world, transfer).state == state
        held = {one.label: one.hold for one in world.voice.twilio.participants(f"call-{caller.sid}")}
        assert held == ({"agent": False, "caller": False, "colleague": True} if state == "swapped"
                        else {"agent": False, "colleague": False}), transcript(world.sim.trace)  # fmt: skip


def test_what_cannot_be_asked_is_refused_and_leaves_nothing(world: World) -> None:
    caller = they_talk(world)
    with pytest.raises(NotTalking):
        ask_transfer(world.voice, Ask(kind="peer", call="CA" + "0" * 32, by="ayse", wanted=("burak",)))
    with pytest.raises(NobodyToAsk):
        ask_transfer(world.voice, Ask(kind="peer", call=caller.sid, by="ayse"))
    burak_comes(world)
    first = asks(world, caller)
    with pytest.raises(AlreadyUnderWay):
        asks(world, caller)
    assert not wishes(world, first, "join", "customer") and not wishes(world, first, "swap", "agent")
    with reading(world.voice.database) as session:
        assert session.scalars(select(Transfer.id)).all() == [first.id]
