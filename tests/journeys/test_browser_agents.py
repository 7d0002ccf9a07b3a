"""Agents at a browser: the offer is shown on the desk, and their own device connects to take it."""

from typing import Any

import pytest
from redis import Redis
from sqlalchemy import update

from records.database import reading, writing
from records.journal import events_of
from simulator import Caller, transcript
from simulator.devices.device import Device
from staff.agent import Agent
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, calls, dialled, outcome, signs_in, state_of
from tests.world import World

TALKS: list[Any] = ["joins", {"talks": 5}, "hangs_up"]


def device(world: World, agent: str = "ayse") -> Device:
    """The agent's browser, with a token our API made."""
    status, told = world.ask("POST", f"/api/v1/agents/{agent}/device-token", key=world.key)
    assert status == 200, told
    made = world.sim.device(told["token"])
    made.register()
    return made


def sits_at_a_browser(world: World, agent: str = "ayse") -> Device:
    with writing(world.voice.database) as session:
        session.execute(update(Agent).where(Agent.id == agent).values(endpoint="browser"))
    signs_in(world, agent)
    return device(world, agent)


def offer(world: World, agent: str = "ayse") -> Any:
    items = world.ask("GET", f"/api/v1/agents/{agent}/reservations", key=world.key)[1]["items"]
    return items[0] if items else None


EVERY = 6.0
"""Seconds between two signs of life of a desk."""


def passes(world: World, seconds: float, *present: str) -> None:
    """Time, in which these agents' desks give their signs of life."""
    while seconds > 0:
        step = min(seconds, EVERY)
        world.advance(step)
        seconds -= step
        for agent in present:
            wish = {"state": "ready", "heartbeat": True}
            world.ask("PUT", f"/api/v1/agents/{agent}/presence", wish, key=world.key)


def is_offered(world: World, agent: str = "ayse") -> Any:
    world.advance(20, until=lambda: offer(world, agent) is not None and offer(world, agent)["state"] == "ringing")
    shown = offer(world, agent)
    assert shown is not None, transcript(world.sim.trace)
    return shown


def heard_by(world: World, leg: str) -> list[str]:
    return [entry.text for entry in world.sim.trace.of("say") if entry.leg == leg]


def rings_mehmet(world: World, *steps: Any) -> Caller:
    return calls(world, MEHMET, "Mehmet", steps=list(steps) or TALKS)


def test_an_agent_takes_the_caller_by_a_click_and_nobody_is_dialled(world: World) -> None:
    browser = sits_at_a_browser(world)
    caller = rings_mehmet(world)
    shown = is_offered(world)
    assert (shown["customer_name"], shown["case_number"]) == ("Mehmet Kaya", "4812")
    assert "Mehmet Kaya" in shown["brief"]["tr"] and "4812" in shown["brief"]["en"]
    assert shown["why"]["en"] == "Offered to you because the case is yours."
    assert 0 < shown["seconds_left"] <= 22
    browser.connect({"reservation": shown["id"]})
    world.advance(20)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 0 and dialled(world, "client:ayse") == 0
    assert state_of(world, "ayse") == "wrap_up"


def test_an_offer_nobody_takes_is_rona_and_the_caller_keeps_the_place(world: World) -> None:
    sits_at_a_browser(world)
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    caller = rings_mehmet(world)
    is_offered(world)
    passes(world, 40, "ayse")
    assert caller.failures == [] and outcome(world, caller) == ("answered", "burak"), transcript(world.sim.trace)
    [failed] = [event for event in story(world, caller) if event.kind == "offer_failed"]
    assert (failed.agent, failed.data["why"]) == ("ayse", "no_answer")


def story(world: World, caller: Caller) -> list[Any]:
    with reading(world.voice.database) as session:
        return events_of(session, str(caller.sid))


def test_an_agent_declines_with_a_reason_and_stays_ready(world: World) -> None:
    sits_at_a_browser(world)
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    caller = rings_mehmet(world)
    path = f"/api/v1/reservations/{is_offered(world)['id']}/refusal"
    status, told = world.ask("POST", path, {"reason": "konuyu bilmiyorum"}, key=world.key)
    assert (status, told["state"], told["why_failed"]) == (200, "failed", "rejected")
    assert state_of(world, "ayse") == "ready"
    assert world.ask("POST", path, {"reason": "again"}, key=world.key)[0] == 409
    passes(world, 30, "ayse")
    assert outcome(world, caller) == ("answered", "burak")
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    refused = next(each for each in shown["trace"]["offers"] if each["agent"] == "ayse")
    assert (refused["result"], refused["reason"]) == ("rejected", "konuyu bilmiyorum")


def test_what_was_never_offered_cannot_be_declined(world: World) -> None:
    assert world.ask("POST", "/api/v1/reservations/nothing/refusal", {}, key=world.key)[0] == 404


def test_a_telephone_agents_offer_is_declined_at_the_desk_and_the_phone_stops_ringing(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    rings_mehmet(world, {"waits": 30}, "hangs_up")
    world.advance(20, until=lambda: any(leg.to == AYSE and leg.status == "ringing" for leg in world.sim.live_legs()))
    world.ask("POST", f"/api/v1/reservations/{offer(world)['id']}/refusal", {}, key=world.key)
    world.advance(2)
    assert not [leg for leg in world.sim.live_legs() if leg.to == AYSE]
    assert state_of(world, "ayse") == "ready"


def test_who_is_rung_by_telephone_may_take_the_caller_at_the_browser(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    browser = device(world)
    caller = rings_mehmet(world)
    world.advance(20, until=lambda: any(leg.to == AYSE and leg.status == "ringing" for leg in world.sim.live_legs()))
    browser.connect({"reservation": offer(world)["id"]})
    world.advance(3)
    assert not [leg for leg in world.sim.live_legs() if leg.to == AYSE], transcript(world.sim.trace)
    world.advance(15)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse")


def test_somebody_elses_browser_gets_no_caller(world: World) -> None:
    sits_at_a_browser(world)
    other = device(world, "burak")
    caller = rings_mehmet(world, {"waits": 12}, "hangs_up")
    leg = other.connect({"reservation": is_offered(world)["id"]})
    world.advance(8)
    assert leg.is_over and "ayrılmamış" in heard_by(world, leg.sid)[0]
    assert state_of(world, "ayse") == "reserved" and outcome(world, caller)[1] != "burak"


@pytest.mark.parametrize("lie", [{"From": "client:ayse"}, {"Caller": "client:ayse"}])
def test_a_page_cannot_say_that_it_is_somebody_else(world: World, lie: dict[str, str]) -> None:
    sits_at_a_browser(world)
    other = device(world, "burak")
    rings_mehmet(world, {"waits": 12}, "hangs_up")
    leg = other.connect({"reservation": is_offered(world)["id"], **lie})
    world.advance(8)
    assert leg.is_over and not any("joins" in entry.text for entry in world.sim.trace.of("conference", leg=leg.sid))


@pytest.mark.parametrize("params", [{}, {"reservation": "nothing-of-ours"}, {"reservation": ""}])
def test_a_browser_that_takes_nothing_hears_why_and_is_hung_up(world: World, params: dict[str, str]) -> None:
    leg = sits_at_a_browser(world).connect(params)
    world.advance(8)
    assert leg.is_over and "seçilmedi" in heard_by(world, leg.sid)[0]


def test_who_clicks_too_late_hears_that_it_is_too_late(world: World) -> None:
    browser = sits_at_a_browser(world)
    rings_mehmet(world, {"waits": 60}, "hangs_up")
    held = is_offered(world)["id"]
    passes(world, 25, "ayse")
    leg = browser.connect({"reservation": held})
    world.advance(8)
    assert leg.is_over and "Süre doldu" in heard_by(world, leg.sid)[0]


def test_who_clicks_as_the_caller_hangs_up_hears_that_they_are_gone(world: World) -> None:
    browser = sits_at_a_browser(world)
    caller = rings_mehmet(world, {"waits": 60}, "hangs_up")
    held = is_offered(world)["id"]
    world.voice.floor.caller_leaves(str(caller.sid), why="hung_up", now=world.clock())
    leg = browser.connect({"reservation": held})
    world.advance(8)
    assert "artık hatta değil" in heard_by(world, leg.sid)[0]
    assert state_of(world, "ayse") == "ready"


def test_a_doubled_click_of_the_network_is_one_acceptance(world: World) -> None:
    browser = sits_at_a_browser(world)
    world.sim.fault("webhook_doubled", times=3, only="/voice/desk")
    caller = rings_mehmet(world)
    browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(20)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert [event.kind for event in story(world, caller)].count("accepted") == 1


def test_two_tabs_of_one_agent_cannot_both_have_the_caller(world: World) -> None:
    first, second = sits_at_a_browser(world), device(world)
    caller = rings_mehmet(world)
    held = is_offered(world)["id"]
    first.connect({"reservation": held})
    late = second.connect({"reservation": held})
    world.advance(20)
    assert "Süre doldu" in heard_by(world, late.sid)[0]
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse")


def test_a_browser_lost_in_the_middle_leaves_nobody_in_silence(world: World) -> None:
    browser = sits_at_a_browser(world)
    steps = ["joins", {"hears": "sona erdi"}, {"presses": "1"}, {"waits": 20}, "hangs_up"]
    caller = rings_mehmet(world, *steps)
    browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(6)
    assert state_of(world, "ayse") == "talking"
    browser.destroy()
    world.advance(10)
    assert state_of(world, "ayse") == "wrap_up", transcript(world.sim.trace)
    world.advance(5)
    known = world.voice.floor.call(str(caller.sid))
    assert known is not None and known.state == "waiting" and caller.failures == []


def test_a_browser_lost_without_a_word_before_the_caller_came_is_found_gone(world: World) -> None:
    """Neither the room nor the leg tells: Twilio's list does."""
    browser = sits_at_a_browser(world)
    caller = rings_mehmet(world, {"waits": 120}, "hangs_up")
    browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(5, until=lambda: "accepted" in [event.kind for event in story(world, caller)])
    world.sim.fault("callback_lost", times=50)
    world.sim.fault("webhook_lost", times=50, only="/reservations/")
    browser.destroy()
    world.advance(5)
    assert state_of(world, "ayse") in ("reserved", "talking"), transcript(world.sim.trace)
    passes(world, 30, "ayse")
    known = world.voice.floor.call(str(caller.sid))
    held = world.voice.floor.agent("ayse")
    assert held is not None and (held.state == "wrap_up" or (known and held.reservation != known.reservation)), (
        transcript(world.sim.trace)
    )


def test_a_browser_that_was_killed_is_offered_nobody_twenty_seconds_later(world: World) -> None:
    sits_at_a_browser(world)
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    passes(world, 60, "ayse")
    assert state_of(world, "ayse") == "ready"
    world.advance(20)
    caller = rings_mehmet(world)
    world.advance(30)
    offered = [event.agent for event in story(world, caller) if event.kind == "offered"]
    assert offered == ["burak"], transcript(world.sim.trace)
    shown = world.ask("GET", "/api/v1/agents/ayse", key=world.key)[1]
    assert (shown["state"], shown["reason"]) == ("not_ready", "lost_contact")
    passes(world, 1, "ayse")
    assert state_of(world, "ayse") == "ready"


def test_a_sign_of_life_does_not_undo_rona(world: World) -> None:
    sits_at_a_browser(world)
    rings_mehmet(world, {"waits": 60}, "hangs_up")
    is_offered(world)
    passes(world, 24, "ayse")
    shown = world.ask("GET", "/api/v1/agents/ayse", key=world.key)[1]
    assert (shown["state"], shown["reason"]) == ("not_ready", "rona")


def test_a_desk_that_gives_its_signs_of_life_is_still_signed_in_after_redis_was_lost(
    world: World, redis: Redis
) -> None:
    sits_at_a_browser(world)
    passes(world, 120, "ayse")
    redis.flushall()
    world.advance(5)
    assert state_of(world, "ayse") == "ready"
    world.advance(35)
    assert state_of(world, "ayse") == "not_ready"


def test_an_offer_on_a_desk_is_made_again_after_redis_was_lost(world: World, redis: Redis) -> None:
    browser = sits_at_a_browser(world)
    caller = rings_mehmet(world)
    first = is_offered(world)["id"]
    redis.flushall()
    world.advance(3)
    late = browser.connect({"reservation": first})
    world.advance(4)
    assert late.is_over
    browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(15)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)


def test_a_conversation_at_a_desk_goes_on_after_redis_was_lost_and_its_end_is_known(world: World, redis: Redis) -> None:
    browser = sits_at_a_browser(world)
    caller = rings_mehmet(world, "joins", {"talks": 30}, "hangs_up")
    browser.connect({"reservation": is_offered(world)["id"]})
    world.advance(8)
    redis.flushall()
    world.advance(4)
    assert state_of(world, "ayse") == "talking"
    passes(world, 30, "ayse")
    assert state_of(world, "ayse") == "wrap_up" and outcome(world, caller) == ("answered", "ayse")
