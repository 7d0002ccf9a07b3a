"""An agent puts their customer on hold: music and a word now and then, never silence, and how long is known."""

from datetime import timedelta
from typing import Any

from escalations.hold.hold import open_hold
from escalations.hold.looking import LONGEST
from records.database import writing
from simulator import Caller, transcript
from tests.journeys.test_transfer_trouble import asked_about_rooms
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, signs_in, state_of
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk
from tests.world import World


def holds(world: World, caller: Caller, hold: bool) -> Any:
    status, shown = world.ask("PUT", f"/api/v1/calls/{caller.sid}/hold", {"hold": hold}, key=world.key)
    world.settle()
    return shown if status == 200 else status


def shown(world: World, caller: Caller) -> Any:
    return world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["hold"]


def on_hold(world: World, caller: Caller) -> bool:
    return any(one.hold for one in world.voice.twilio.participants(f"call-{caller.sid}") if one.call == caller.sid)


def test_the_customer_hears_music_until_they_are_back(world: World) -> None:
    caller = they_talk(world)
    assert holds(world, caller, True)["held"]
    world.advance(1)
    assert on_hold(world, caller) and shown(world, caller)["since"], transcript(world.sim.trace)
    world.advance(45)
    told = transcript(world.sim.trace)
    assert "Bir dakika lütfen" in told and told.count("Hattasınız, temsilcimiz birazdan") >= 2
    holds(world, caller, False)
    world.advance(1)
    assert not on_hold(world, caller)
    after = shown(world, caller)
    assert (after["held"], after["since"], after["times"]) == (False, None, 1) and 45 <= after["seconds"] <= 48
    assert [step["kind"] for step in timeline(world, caller)][-2:] == ["held", "taken_off_hold"]
    assert explained(world, caller, "en")[-2:] == [
        "Ayşe Demir put the caller on hold.",
        f"Ayşe Demir is back with the caller, who was on hold for {after['seconds']:.0f} s.",
    ]
    assert explained(world, caller, "tr")[-2] == "Ayşe Demir arayanı beklemeye aldı."
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


def explained(world: World, caller: Caller, language: str) -> list[str]:
    path = f"/api/v1/calls/{caller.sid}/explanation?language={language}"
    return [one["text"] for one in world.ask("GET", path, key=world.key)[1]["sentences"]]


def timeline(world: World, caller: Caller) -> Any:
    return world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["timeline"]


def test_a_hold_ends_with_its_agent(world: World) -> None:
    caller = they_talk(world)
    holds(world, caller, True)
    world.advance(10)
    hangs_up(world, AYSE)
    world.advance(5)
    assert state_of(world, "ayse") == "wrap_up" and not shown(world, caller)["held"]
    assert "sona erdi" in transcript(world.sim.trace)
    world.advance(60)
    nobody_is_left(world)


def test_asked_twice_it_is_once_and_a_hold_nobody_is_in_ends_without_harm(world: World) -> None:
    caller = they_talk(world)
    assert not holds(world, caller, False)["held"]
    for _ in range(2):
        assert holds(world, caller, True)["held"]
    world.advance(3)
    assert shown(world, caller)["times"] == 1
    hangs_up(world, MEHMET)
    world.advance(5)
    assert holds(world, caller, True) == 409


def test_who_is_held_is_asked_for_at_the_network_each_ten_seconds_and_is_told_of_by_the_floor_at_once(
    world: World,
) -> None:
    caller = they_talk(world)
    holds(world, caller, True)
    world.advance(4)
    before = asked_about_rooms(world)
    world.advance(20)
    assert 2 <= len(asked_about_rooms(world)[len(before) :]) <= 5, transcript(world.sim.trace)
    hangs_up(world, AYSE)
    world.advance(1)
    assert not shown(world, caller)["held"]


def test_a_hold_that_comes_true_after_its_end_was_asked_for_is_undone(world: World) -> None:
    caller = they_talk(world)
    world.sim.at_point("before rest POST /Conferences/*", lambda: holds(world, caller, False))
    holds(world, caller, True)
    world.advance(1)
    assert not on_hold(world, caller) and not shown(world, caller)["held"], transcript(world.sim.trace)


def test_nobody_is_forgotten_on_hold(world: World) -> None:
    caller = they_talk(world)
    holds(world, caller, True)
    world.advance(1)
    with writing(world.voice.database) as session:
        hold = open_hold(session, caller.sid)
        assert hold is not None
        hold.asked_at -= LONGEST - timedelta(seconds=8)
    world.advance(4)
    assert on_hold(world, caller)
    world.advance(6)
    assert not on_hold(world, caller)


def test_a_colleague_can_be_asked_in_while_they_are_held(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")
    holds(world, caller, True)
    world.advance(5)
    transfer = asks(world, caller)
    world.advance(30)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert not shown(world, caller)["held"] and holds(world, caller, True) == 409
