"""Machines fail in the middle of calls; people notice nothing, or a little patience."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select

from records.database import reading, writing
from simulator import Caller, transcript
from telephony.attempt import AttemptRow, begin
from tests.world import NUMBER, World

MEHMET, EMMA, STRANGER = "+905321234567", "+447911123456", "+905447778899"
AYSE, BURAK = "+905550000001", "+905550000002"


def signs_in(world: World, agent: str, state: str = "ready") -> None:
    status, told = world.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": state}, key=world.key)
    assert status == 200, told
    world.settle()


def state_of(world: World, agent: str) -> str:
    return str(world.ask("GET", f"/api/v1/agents/{agent}", key=world.key)[1]["state"])


def answers(world: World, number: str, name: str, **more: Any) -> None:
    usual: dict[str, Any] = {"answers_after": 2, "after_hearing": "Kabul", "presses": "1"}
    world.sim.person(number, name, **(usual | more))


def calls(world: World, number: str, name: str, **more: Any) -> Caller:
    return world.sim.place_call(number, NUMBER, name=name, **({"steps": ["joins", {"talks": 5}, "hangs_up"]} | more))


def outcome(world: World, caller: Caller) -> tuple[str | None, str | None]:
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    return shown["outcome"], shown["agent_id"]


def dialled(world: World, number: str) -> int:
    return sum(1 for leg in world.sim.legs() if leg.to == number)


def test_the_ringing_stops_within_two_seconds_of_the_callers_hanging_up(world: World) -> None:
    signs_in(world, "ayse")
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    caller = calls(world, MEHMET, "Mehmet", steps=[{"hears": "aranıyor"}, {"waits": 2}, "hangs_up"])
    world.advance(40)
    [leg] = [leg for leg in world.sim.legs() if leg.to == AYSE]
    hung_up = next(entry.at for entry in world.sim.trace.of("leg", leg=caller.sid) if "hangs up" in entry.text)
    over = next(entry.at for entry in world.sim.trace.of("leg", leg=leg.sid) if "over" in entry.text)
    assert over - hung_up <= timedelta(seconds=2)
    assert state_of(world, "ayse") == "ready"


def test_a_redis_that_comes_back_empty_costs_no_caller_the_place(world: World, redis: Redis) -> None:
    first = calls(world, MEHMET, "Mehmet")
    world.advance(3)
    second = calls(world, EMMA, "Emma")
    world.advance(20)
    redis.flushall()
    world.advance(15)
    assert [waiting.id for waiting in world.voice.floor.waiting("agent:ayse")] == [first.sid, second.sid]
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    world.advance(30)
    assert outcome(world, first) == ("answered", "ayse")
    world.advance(120)
    assert outcome(world, second) == ("answered", "ayse")


def test_a_call_that_arrives_while_redis_is_away_is_known_and_goes_on_its_case(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    redis.execute_command("CLIENT", "PAUSE", 60_000, "WRITE")
    caller = calls(world, MEHMET, "Mehmet")
    for _ in range(3):
        world.sim.run_due()
        world.clock.advance(0.5)
    redis.execute_command("CLIENT", "UNPAUSE")
    world.advance(60)
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    assert (shown["outcome"], shown["case_number"], shown["from_number"]) == ("answered", "4812", MEHMET)
    assert any("Mehmet Kaya, dosya 4812" in entry.text for entry in world.sim.trace.of("say"))


def test_a_full_queue_at_twilio_costs_nobody_the_call(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    world.sim.fault("queue_full", times=2)
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(60)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)


def test_the_same_arrival_five_times_is_written_down_once(world: World) -> None:
    world.sim.fault("webhook_doubled", times=5, only="/voice/inbound")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 12}, "hangs_up"])
    world.advance(20)
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    kinds = [event["kind"] for event in shown["timeline"]]
    assert kinds.count("arrived") == kinds.count("identified") == 1


def test_an_agent_who_accepts_before_the_caller_is_in_line_is_named_to_the_caller_all_the_same(world: World) -> None:
    answers(world, AYSE, "Ayşe", answers_after=0.2, after_hearing="")
    signs_in(world, "ayse")
    steps = [{"hears": "Ayşe Demir aranıyor"}, "joins", {"talks": 2}, "hangs_up"]
    caller = calls(world, MEHMET, "Mehmet", steps=steps)
    world.advance(40)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)


@pytest.mark.parametrize("answers_after", [0.2, 3])
def test_without_a_single_word_from_the_room_they_meet_all_the_same(world: World, answers_after: float) -> None:
    """Whether the agent accepts during the greeting or while the caller waits in the queue."""
    answers(world, AYSE, "Ayşe", answers_after=answers_after, after_hearing="")
    signs_in(world, "ayse")
    for event in ("participant-join", "conference-start", "participant-leave", "conference-end"):
        world.sim.fault("callback_lost", times=9, only=event)
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 12}, "hangs_up"])
    world.advance(40)
    assert outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)


def test_a_redis_lost_while_they_talk_books_nobody_twice(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    talking = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 60}, "hangs_up"])
    world.advance(15)
    assert state_of(world, "ayse") == "talking"
    redis.flushall()
    waiting = calls(world, EMMA, "Emma", steps=[{"waits": 20}, "hangs_up"])
    world.advance(30)
    assert state_of(world, "ayse") == "talking" and dialled(world, AYSE) == 1
    world.advance(60)
    assert outcome(world, talking) == ("answered", "ayse")
    assert outcome(world, waiting)[0] == "abandoned_in_queue"
    assert state_of(world, "ayse") in ("wrap_up", "ready")


def test_a_redis_lost_while_the_agents_phone_rings_lets_it_ring_on_and_connects(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe", answers_after=10)
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(6)
    redis.flushall()
    world.advance(60)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 1


@pytest.mark.parametrize("seconds", [2, 20])
def test_locked_records_cost_no_call_and_no_server_error(world: World, database_url: str, seconds: int) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    lock = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 5}, "hangs_up"])
    world.advance(seconds)
    lock.execute("ROLLBACK")
    lock.close()
    world.advance(60)
    assert caller.failures == [], transcript(world.sim.trace)
    assert outcome(world, caller) == ("answered", "ayse")
    assert not [entry for entry in world.sim.trace.of("answer") if entry.text.startswith("5")]


def test_an_agent_who_was_never_rung_is_not_blamed_and_is_ready_again_once_that_is_proven(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    world.sim.fault("refuse_with_500", times=1, only="/Calls.json")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(60)
    assert outcome(world, caller) == ("answered", "burak") and dialled(world, AYSE) == 0
    world.advance(90)
    with reading(world.voice.database) as session:
        attempt = session.scalars(select(AttemptRow).where(AttemptRow.agent_id == "ayse")).one()
    assert attempt.state == "not_made" and state_of(world, "ayse") == "ready"


def test_a_call_without_an_answer_keeps_its_place_before_a_later_caller(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    first = calls(world, STRANGER, "Birinci", steps=[{"presses": "0"}, "joins", {"talks": 5}, "hangs_up"])
    world.advance(12)
    second = calls(world, EMMA, "İkinci")
    world.advance(20)
    assert state_of(world, "ayse") == "not_ready"
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    world.advance(15)
    assert outcome(world, first)[1] == "burak"
    assert world.voice.floor.call(second.sid) is not None


def test_a_lost_job_is_found_again(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    for queue in world.queues.values():
        queue.empty()
    caller = calls(world, MEHMET, "Mehmet")
    world.sim.run_due()
    for queue in world.queues.values():
        queue.empty()
    world.advance(60)
    assert outcome(world, caller) == ("answered", "ayse")


def test_workers_that_are_away_for_a_minute_set_nobody_aside(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    world.workers_away = True
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(60)
    world.workers_away = False
    world.advance(60)
    assert outcome(world, caller)[0] == "answered", transcript(world.sim.trace)
    assert {state_of(world, "ayse"), state_of(world, "burak")} <= {"ready", "wrap_up"}


def test_an_attempt_whose_worker_died_before_it_dialled_blocks_nobody(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    with writing(world.voice.database) as session:
        left_over: dict[str, Any] = {"token": "left-over", "kind": "agent_ring", "subject": "gone", "agent_id": "ayse"}
        begin(session, destination=AYSE, now=world.clock(), **left_over)
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(60)
    assert outcome(world, caller) == ("answered", "ayse") and dialled(world, AYSE) == 1, transcript(world.sim.trace)


def test_a_caller_is_not_held_for_a_phone_that_may_be_ringing_for_another(world: World) -> None:
    """Ayşe's attempt is unknown and she comes back by herself: the caller goes on to Burak within seconds."""
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    world.sim.fault("refuse_with_500", times=1, only="/Calls.json")
    calls(world, EMMA, "Emma", steps=[{"waits": 26}, "hangs_up"])
    world.advance(30)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(25)
    assert outcome(world, caller) == ("answered", "burak"), transcript(world.sim.trace)


def test_a_conversation_whose_job_was_lost_is_on_its_case_all_the_same(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = calls(world, STRANGER, "Yeni", steps=[{"presses": "1"}, "joins", {"talks": 30}, "hangs_up"])
    world.advance(60, until=lambda: state_of_quietly(world, caller) == "accepted")
    world.workers_away = True
    world.sim.advance(6)
    world.keeper.tick()
    for queue in world.queues.values():
        queue.empty()
    world.workers_away = False
    world.advance(60)
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    assert shown["outcome"] == "answered" and shown["case_number"] is not None
    case = world.ask("GET", f"/api/v1/cases/{shown['case_number']}", key=world.key)[1]
    assert case["owner_id"] == "ayse"


def state_of_quietly(world: World, caller: Caller) -> str | None:
    known = world.voice.floor.call(caller.sid)
    return known.state if known else None


def test_a_wrap_up_ends_by_itself_and_the_case_stays_on_the_desk(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(25)
    assert state_of(world, "ayse") == "wrap_up"
    world.advance(65)
    assert state_of(world, "ayse") == "ready"
    case = world.ask("GET", "/api/v1/cases/4812", key=world.key)[1]
    assert case["wrap_up_missing"] is True
