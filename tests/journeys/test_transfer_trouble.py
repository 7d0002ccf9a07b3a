"""Machines fail in the middle of a warm transfer: words are lost or late, a worker dies, Redis is empty."""

import os

import pytest
from redis import Redis

from escalations.transfer.looking import look_at_transfer
from escalations.transfer.wishing import wish
from simulator import Killed, transcript
from tests.journeys.test_listening import burak_leads
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, calls, dialled, signs_in, state_of
from tests.journeys.transfers import (
    asks,
    goes_its_usual_way,
    hangs_up,
    nobody_is_left,
    now_of,
    passes,
    the_one,
    they_talk,
    way_of,
    wishes,
)
from tests.world import World

EVERY = os.environ.get("TRANSFERS") == "all"
DEATHS = range(1, 31) if EVERY else (2, 9)
"""The requests to the network, counted from the asking on, at which the worker dies."""
USUAL = ["requested", "brief_ready", "ringing", "consulting", "merged", "agent_left", "done"]
NOBODY_KNOWS = ["requested", "brief_ready", "ringing", "nobody_came", "returned"]
"""Whether the lead's telephone was made to ring died with the worker: it is not made to ring again."""
CAN, ZEYNEP = "+905550000003", "+905550000009"


def burak_comes(world: World) -> None:
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", DEATHS)
def test_a_worker_that_dies_at_any_step_costs_nobody_the_conversation(world: World, nth: int, when: str) -> None:
    caller = they_talk(world)
    burak_comes(world)

    def dies() -> None:
        raise Killed

    world.sim.at_point(f"{when} rest * *", dies, nth=nth)
    try:
        transfer = asks(world, caller)
    except Killed:
        transfer = the_one(world, caller)
    goes_its_usual_way(world, transfer)
    rung = dialled(world, BURAK)
    assert way_of(world, transfer) == (USUAL if rung else NOBODY_KNOWS), transcript(world.sim.trace)
    assert rung <= 1
    nobody_is_left(world)


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_answers_dies_over_a_customers_document_and_it_is_asked_for_again_at_once(world: World, when: str) -> None:
    caller = they_talk(world)
    burak_comes(world)

    def dies() -> None:
        raise Killed

    world.sim.at_point(f"{when} webhook /voice/transfers/*/customer", dies)
    transfer = asks(world, caller)
    goes_its_usual_way(world, transfer)
    assert way_of(world, transfer) == USUAL, transcript(world.sim.trace)
    assert not [entry for entry in world.sim.trace.of("webhook") if "/voice/fallback" in entry.text]
    nobody_is_left(world)


@pytest.mark.parametrize("fault", ["callback_lost", "callback_doubled", "callback_swapped"])
def test_words_of_the_room_may_come_twice_in_any_order_or_never(world: World, fault: str) -> None:
    caller = they_talk(world)
    burak_comes(world)
    for event in ("participant-join", "participant-leave", "conference-start", "conference-end", "participant-hold"):
        world.sim.fault(fault, times=20, only=event)
    transfer = asks(world, caller)
    goes_its_usual_way(world, transfer)
    assert way_of(world, transfer) == USUAL, transcript(world.sim.trace)
    nobody_is_left(world)


def test_a_lost_word_that_the_agent_hung_up_costs_two_seconds(world: World) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    world.advance(20)
    for event in ("participant-leave", "completed", "conference-end"):
        world.sim.fault("callback_lost", times=20, only=event)
    hangs_up(world, AYSE)
    world.advance(2)
    assert now_of(world, transfer).state == "agent_left", transcript(world.sim.trace)
    assert state_of(world, "ayse") == "wrap_up"


def test_while_nothing_happens_the_network_is_asked_one_question_each_five_seconds(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", answers_after=18)
    signs_in(world, "burak")
    transfer = asks(world, caller)
    world.advance(3)
    before = asked_about_rooms(world)
    world.advance(15)
    assert now_of(world, transfer).state == "ringing"
    asked = asked_about_rooms(world)[len(before) :]
    assert len(asked) == 3 and all(path.endswith("/Participants.json") for path in asked), transcript(world.sim.trace)


def asked_about_rooms(world: World) -> list[str]:
    paths = [str(entry.data["path"]) for entry in world.sim.trace if entry.kind == "rest"]
    return [path for path in paths if path.startswith("/Conferences")]


def test_a_look_that_took_its_time_undoes_nothing_of_what_was_wished_meanwhile(world: World) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    passes(world, 30)
    assert now_of(world, transfer).state == "consulting"

    def voices_change_places() -> None:
        wish(world.voice, transfer.id, "swap", by="agent")
        look_at_transfer(world.voice, transfer.id)

    world.sim.at_point("before rest GET /Conferences/*", voices_change_places)
    look_at_transfer(world.voice, transfer.id)
    assert now_of(world, transfer).state == "swapped"
    room = {one.label: one for one in world.voice.twilio.participants(f"call-{caller.sid}")}
    assert room["colleague"].hold and not room["agent"].hold, transcript(world.sim.trace)


@pytest.mark.parametrize("seconds", (1, 8, 20, 30) if EVERY else (8, 30))
def test_a_redis_that_comes_back_empty_costs_nobody_the_transfer(world: World, redis: Redis, seconds: float) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    if seconds > 20:
        world.advance(18)
        wishes(world, transfer, "join", "colleague")
        seconds -= 18
    world.advance(seconds)
    redis.flushall()
    world.advance(40)
    reached = now_of(world, transfer).state
    assert reached in ("consulting", "merged"), (reached, transcript(world.sim.trace))
    goes_its_usual_way(world, transfer)
    assert now_of(world, transfer).state == "done", transcript(world.sim.trace)
    nobody_is_left(world)


def test_a_customer_who_is_cut_off_on_the_way_to_the_lead_is_owed_a_call(world: World) -> None:
    caller = they_talk(world)
    burak_leads(world)
    burak_comes(world)
    asked = {"call": caller.sid, "trigger": "caller_asked", "reason": "Yöneticinizle görüşmek istiyorum"}
    told = world.ask("POST", "/api/v1/escalations", asked, key=world.key)[1]
    world.settle()
    transfer = the_one(world, caller)
    world.advance(20)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    world.sim.at_point("after rest POST /Calls/*", lambda: hangs_up(world, MEHMET))
    wishes(world, transfer, "join", "colleague")
    passes(world, 20)
    found = now_of(world, transfer)
    assert (found.state, found.merged_at) == ("caller_gone", None), transcript(world.sim.trace)
    shown = world.ask("GET", f"/api/v1/escalations/{told['id']}", key=world.key)[1]
    assert shown["answered_by"] is None and shown["callback_id"], shown


@pytest.mark.parametrize("moment", (0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2) if EVERY else (0, 0.3))
def test_a_lead_whose_key_was_lost_with_redis_has_come_all_the_same(world: World, redis: Redis, moment: float) -> None:
    caller = they_talk(world)
    burak_comes(world)
    transfer = asks(world, caller)
    world.advance(30, until=lambda: sum("presses" in entry.text for entry in world.sim.trace) == 2)
    world.advance(moment)
    redis.flushall()
    world.advance(12)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    goes_its_usual_way(world, transfer)
    assert dialled(world, BURAK) == 1, transcript(world.sim.trace)
    nobody_is_left(world)


def test_a_lead_who_presses_the_key_while_redis_is_lost_hears_the_brief_again(world: World, redis: Redis) -> None:
    caller = they_talk(world)
    burak_comes(world)
    asks(world, caller)
    world.sim.at_point("before webhook /voice/reservations/*/acceptance", lambda: redis.flushall())
    world.advance(15)
    heard = [entry.text for entry in world.sim.trace if "10 dakika sonra 3" in entry.text]
    assert (len(heard), dialled(world, BURAK)) == (2, 1), transcript(world.sim.trace)
    passes(world, 200)
    assert dialled(world, BURAK) == 1, transcript(world.sim.trace)


def test_two_conversations_that_want_one_lead_have_them_one_after_the_other(world: World) -> None:
    caller = they_talk(world)
    answers(world, CAN, "Can")
    signs_in(world, "can")
    other = calls(world, EMMA, "Emma", steps=["joins", {"talks": 300}, "hangs_up"])
    world.advance(30)
    burak_comes(world)
    first = asks(world, caller)
    second = asks(world, other)
    world.advance(20)
    assert now_of(world, first).state == "consulting" and now_of(world, second).state == "ringing"
    wishes(world, first, "back", "colleague")
    world.advance(12)
    assert now_of(world, first).state == "returned"
    assert now_of(world, second).state in ("ringing", "nobody_came")
    passes(world, 60)
    assert dialled(world, BURAK) == 1, "who writes up what they were asked for is not rung"
    assert now_of(world, second).state == "returned"


def test_the_next_one_on_the_list_is_rung_and_who_declined_is_not_rung_again(world: World) -> None:
    caller = they_talk(world)
    world.sim.person(BURAK, "Burak", answers_after=2, after_hearing="1", presses="2")
    world.sim.person(CAN, "Can", never_answers=True)
    answers(world, ZEYNEP, "Zeynep", after_hearing="1")
    for agent in ("burak", "can", "zeynep"):
        signs_in(world, agent)
    transfer = asks(world, caller, "burak", "can", "zeynep")
    world.advance(90)
    known = now_of(world, transfer)
    assert (known.state, known.colleague_id, known.rings) == ("consulting", "zeynep", 3), transcript(world.sim.trace)
    assert [dialled(world, number) for number in (BURAK, CAN, ZEYNEP)] == [1, 1, 1]
