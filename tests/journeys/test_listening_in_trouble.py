"""What breaks while somebody listens: the conversation notices nothing, and nobody is left in a room."""

import pytest
from redis import Redis

from simulator import transcript
from tests.journeys.listening import changes, heard_by, in_rooms, listens, passes, row_of, they_talk_and_burak_is_ready
from tests.journeys.test_browser_agents import offer, sits_at_a_browser
from tests.journeys.test_listening import burak_leads
from tests.journeys.test_trouble import AYSE, MEHMET, state_of
from tests.journeys.transfers import hangs_up, nobody_is_left, they_talk
from tests.world import World

WANTED = {"listener_id": "burak", "mode": "whisper", "why": "Değerlendirme"}


@pytest.fixture(autouse=True)
def burak(world: World) -> None:
    burak_leads(world)


def test_a_lead_at_a_browser_listens_by_a_click(world: World) -> None:
    caller = they_talk(world)
    browser = sits_at_a_browser(world, "burak")
    told = world.ask("POST", f"/api/v1/calls/{caller.sid}/listeners", WANTED, key=world.key)[1]
    world.advance(3)
    browser.connect({"reservation": offer(world, "burak")["id"]})
    world.advance(4)
    assert row_of(world, told["id"]).in_mode == "whisper", transcript(world.sim.trace)
    assert heard_by(world, "Mehmet") == {"Ayşe"} and len(heard_by(world, "Ayşe")) == 2


def test_who_accepts_when_the_conversation_is_over_begins_no_room(world: World) -> None:
    caller = they_talk(world)
    browser = sits_at_a_browser(world, "burak")
    world.ask("POST", f"/api/v1/calls/{caller.sid}/listeners", WANTED, key=world.key)
    world.advance(3)
    shown = offer(world, "burak")
    hangs_up(world, MEHMET)
    browser.connect({"reservation": shown["id"]})
    world.advance(10)
    assert in_rooms(world) == set() and state_of(world, "burak") == "ready"
    world.advance(300)
    nobody_is_left(world)


def test_words_of_the_room_that_never_come_cost_a_listener_two_seconds(world: World) -> None:
    for event in ("participant-join", "participant-leave", "participant-modify"):
        world.sim.fault("callback_lost", times=20, only=event)
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid, "whisper")
    assert "Burak" in heard_by(world, "Ayşe")
    changes(world, told, "monitor")
    assert passes(world, 3) == {"Ayşe"} and heard_by(world, "Ayşe") == {"Mehmet"}
    hangs_up(world, AYSE)
    world.advance(40)
    assert "Burak" not in in_rooms(world) and row_of(world, told["id"]).end_why == "conversation_over"


def test_a_redis_that_comes_back_empty_ends_nobodys_conversation(world: World, redis: Redis) -> None:
    caller = they_talk_and_burak_is_ready(world)
    told = listens(world, caller.sid, "whisper")
    redis.flushall()
    assert passes(world, 20) == {"Ayşe"}
    assert in_rooms(world) == {"Ayşe", "Mehmet", "Burak"}, transcript(world.sim.trace)
    assert row_of(world, told["id"]).ended_at is None and state_of(world, "burak") == "talking"
    world.ask("DELETE", f"/api/v1/calls/{caller.sid}/listeners/{told['id']}", key=world.key)
    world.advance(6)
    assert in_rooms(world) == {"Ayşe", "Mehmet"} and state_of(world, "burak") in ("ready", "wrap_up")
    world.advance(400)
    nobody_is_left(world)
