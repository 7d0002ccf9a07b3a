"""Who gave up waiting, left a message, heard no news or asked for a supervisor is called; who reached us is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.rules import ReturnRules
from records.database import reading
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, STRANGER, answers, calls, dialled, signs_in
from tests.world import World

LEAD, LEADS_PHONE = "zeynep", "+905550000009"


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = centre_with(FLOW)
    rules = replace(centre.dialler, returns=ReturnRules(abandoned=True, abandoned_after_seconds=30))
    with world_with(database_url, valkey_url, replace(centre, dialler=rules)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def owed(world: World, kind: str) -> list[Callback]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(Callback).where(Callback.kind == kind).order_by(Callback.id)).all())


def gives_up(world: World, number: str = MEHMET, *, after: float = 60) -> Any:
    caller = calls(world, number, number, steps=[{"waits": after}, "hangs_up"])
    world.advance(after + 3)
    return caller


def test_who_gave_up_waiting_is_called_at_their_place_about_their_case(world: World) -> None:
    caller = gives_up(world)
    world.advance(35)
    [callback] = owed(world, "abandoned")
    assert (callback.phone, callback.case_number, callback.agent_id, callback.call) == (
        MEHMET, "4812", "ayse", caller.sid)  # fmt: skip
    assert callback.place_at < callback.made_at
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Geri arama", presses="1")
    world.sim.person(MEHMET, "Mehmet", answers_after=3, hangs_up_after=60)
    signs_in(world, "ayse")
    world.advance(60)
    assert dialled(world, MEHMET) == 1
    assert owed(world, "abandoned")[0].state == "kept"


@pytest.mark.parametrize("after", [4, 20])
def test_who_left_soon_had_dialled_wrong(world: World, after: float) -> None:
    gives_up(world, after=after)
    world.advance(90)
    assert owed(world, "abandoned") == []


def test_who_rang_again_and_was_answered_is_not_called(world: World) -> None:
    gives_up(world)
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(90)
    assert owed(world, "abandoned") == []


def test_who_talks_with_us_about_something_else_before_we_call_is_not_called(world: World) -> None:
    gives_up(world, STRANGER)
    world.advance(35)
    [callback] = owed(world, "abandoned")
    answers(world, AYSE, "Ayşe", after_hearing="2")
    caller = calls(world, STRANGER, "Deniz")
    world.advance(2)
    signs_in(world, "ayse")
    world.advance(120)
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["outcome"] == "answered"
    [callback] = owed(world, "abandoned")
    assert callback.state == "released" and dialled(world, STRANGER) == 0


def test_a_centre_that_does_not_want_it_calls_nobody(
    database_url: str, valkey_url: str, redis: Redis, database: Engine
) -> None:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        gives_up(world)
        world.advance(60)
        assert owed(world, "abandoned") == []


def supervisor(world: World, **more: Any) -> tuple[int, Any]:
    wanted = {"phone": MEHMET, "queue": "destek", "kind": "supervisor", "tell": False, **more}
    status, told = world.ask("POST", "/api/v1/cases/4812/callbacks", wanted, key=world.key)
    world.settle()
    return status, told


def test_a_supervisor_calls_where_one_was_promised_and_no_agent_does(world: World) -> None:
    signs_in(world, "ayse")
    signs_in(world, "burak")
    status, told = supervisor(world)
    assert status == 200 and told["agent_id"] == LEAD, told
    world.advance(20)
    assert (dialled(world, AYSE), dialled(world, BURAK)) == (0, 0)
    world.sim.person(LEADS_PHONE, "Lead", answers_after=2, after_hearing="Geri arama", presses="1")
    world.sim.person(MEHMET, "Mehmet", answers_after=3, hangs_up_after=60)
    signs_in(world, LEAD)
    world.advance(60)
    assert (dialled(world, LEADS_PHONE), dialled(world, MEHMET)) == (1, 1)
    assert owed(world, "supervisor")[0].state == "kept"


def test_an_agent_who_leads_nobody_is_no_supervisor(world: World) -> None:
    status, told = supervisor(world, agent_id="ayse")
    assert status == 422 and "leads nobody" in str(told)


def test_news_that_did_not_come_by_itself_is_a_call(world: World) -> None:
    """An update that was promised and not given is a broken promise: somebody calls, and says how it stands."""
    wanted = {"kind": "update", "what": "Durum bildirilecek", "within_hours": 1}
    status, told = world.ask("POST", "/api/v1/cases/4812/promises", wanted, key=world.key)
    assert status == 200, told
    world.clock.advance_to(world.clock() + timedelta(seconds=3600))  # nobody is on any line
    world.advance(100)
    [callback] = owed(world, "update")
    assert (callback.case_number, callback.phone, callback.agent_id) == ("4812", MEHMET, "ayse")
    answers(world, AYSE, "Ayşe", after_hearing="Geri arama")
    world.sim.person(MEHMET, "Mehmet", answers_after=3, hangs_up_after=60)
    signs_in(world, "ayse")
    world.advance(90)
    assert owed(world, "update")[0].state == "kept" and dialled(world, MEHMET) == 1
