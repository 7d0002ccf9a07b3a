"""A colleague is asked into a conversation we called the customer for: all goes as in one they rang in with."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.callback import Callback
from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.transfer import Transfer
from records.database import reading
from simulator import transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING, promised
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, signs_in, state_of
from tests.journeys.transfers import hangs_up, nobody_is_left, now_of, way_of, wishes
from tests.world import World


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def called_and_escalated(world: World) -> Transfer:
    """Ayşe has called Mehmet, they talk, and she asks Burak in."""
    answers(world, AYSE, "Ayşe", after_hearing="abul 1")
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=["joins", {"talks": 300}, "hangs_up"])
    signs_in(world, "ayse")
    name = promised(world)
    world.advance(30)
    world.sim.person(BURAK, "Burak", answers_after=2, steps=[{"hears": "Kabul 1"}, {"presses": "1"}, "joins",
                                                            {"talks": 200}, "hangs_up"])  # fmt: skip
    signs_in(world, "burak")
    with reading(world.voice.database) as session:
        stay = session.get_one(Callback, name).floor_call
    assert stay is not None
    transfer = ask_transfer(world.voice, Ask(kind="supervisor", call=stay, by="ayse", wanted=("burak",)))
    world.advance(30)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    return transfer


def test_the_lead_takes_over_somebody_we_called(world: World) -> None:
    transfer = called_and_escalated(world)
    assert wishes(world, transfer, "join", "agent")
    world.advance(5)
    assert wishes(world, transfer, "leave", "agent")
    world.advance(5)
    assert state_of(world, "ayse") == "wrap_up" and now_of(world, transfer).state == "agent_left"
    world.advance(20)
    hangs_up(world, MEHMET)
    world.advance(20)
    assert way_of(world, transfer)[-3:] == ["merged", "agent_left", "done"], transcript(world.sim.trace)
    world.advance(60)
    nobody_is_left(world)


def test_back_with_their_agent_the_call_ends_as_any_we_make(world: World) -> None:
    transfer = called_and_escalated(world)
    assert wishes(world, transfer, "back", "colleague")
    world.advance(10)
    assert now_of(world, transfer).state == "returned"
    hangs_up(world, AYSE)
    world.advance(60)
    assert "Görüşmeniz sona erdi" in " ".join(transcript(world.sim.trace).split())
    nobody_is_left(world)


def test_the_customer_hangs_up_while_they_hear_music(world: World) -> None:
    transfer = called_and_escalated(world)
    hangs_up(world, MEHMET)
    world.advance(20)
    assert now_of(world, transfer).state == "caller_gone", transcript(world.sim.trace)
    assert state_of(world, "ayse") == "wrap_up"
    world.advance(60)
    nobody_is_left(world)
