"""What a lost floor would have known is known again: who refused, who writes notes, whose phone rings, who waits."""

from typing import Any

import pytest
from redis import Redis
from sqlalchemy import update

from callbacks.wrapping_up import extend_wrap_up
from records.call_record import CallRow
from records.database import writing
from routing.plan import Plan, Step
from simulator import Caller, transcript
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, calls, dialled, outcome, signs_in, state_of
from tests.world import World


def waits(world: World, number: str, name: str, seconds: float = 60) -> Caller:
    return calls(world, number, name, steps=[{"waits": seconds}, "hangs_up"])


def test_who_rejected_a_caller_is_not_asked_again_after_redis_was_lost(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe", presses="2")
    signs_in(world, "ayse")
    caller = waits(world, MEHMET, "Mehmet")
    world.advance(20)
    known = world.voice.floor.call(str(caller.sid))
    assert known is not None and known.refused_by == {"ayse"}
    redis.flushall()
    world.advance(20)
    assert dialled(world, AYSE) == 1 and state_of(world, "ayse") == "ready"


def test_an_agent_who_writes_notes_is_left_to_them_after_redis_was_lost(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(25)
    before = world.voice.floor.agent("ayse")
    assert before is not None and before.state == "wrap_up"
    waits(world, EMMA, "Emma", 120)
    redis.flushall()
    world.advance(5)
    after = world.voice.floor.agent("ayse")
    assert after is not None and (after.state, after.wrap_up_until) == ("wrap_up", before.wrap_up_until)
    assert dialled(world, AYSE) == 1
    world.advance(65)
    assert dialled(world, AYSE) == 2


def test_more_time_for_notes_is_given_once_whether_redis_was_lost_or_not(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(25)
    assert extend_wrap_up(world.voice, "ayse")
    before = world.voice.floor.agent("ayse")
    world.advance(2)
    redis.flushall()
    world.advance(5)
    after = world.voice.floor.agent("ayse")
    assert before is not None and after is not None and after.wrap_up_until == before.wrap_up_until
    assert not extend_wrap_up(world.voice, "ayse")


def test_an_extension_of_earlier_notes_is_none_of_these(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(25)
    assert extend_wrap_up(world.voice, "ayse")
    world.voice.floor.wrap_up_ends("ayse", now=world.clock())
    calls(world, EMMA, "Emma")
    world.advance(25)
    assert state_of(world, "ayse") == "wrap_up"
    redis.flushall()
    world.advance(5)
    assert extend_wrap_up(world.voice, "ayse")


def test_notes_that_were_finished_stay_finished_after_redis_was_lost(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet")
    world.advance(25)
    world.voice.floor.wrap_up_ends("ayse", now=world.clock())
    world.advance(2)
    redis.flushall()
    world.advance(2)
    assert state_of(world, "ayse") == "ready"


def test_a_phone_that_rings_when_redis_is_lost_may_be_left_unanswered_as_ever(world: World, redis: Redis) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    caller = waits(world, MEHMET, "Mehmet")
    world.advance(6)
    redis.flushall()
    world.advance(30)
    assert dialled(world, AYSE) == 1 and state_of(world, "ayse") == "not_ready"
    known = world.voice.floor.call(str(caller.sid))
    assert known is not None and (known.state, known.lines[0]) == ("waiting", "agent:ayse")


def test_a_phone_that_rings_for_nobody_any_more_is_ended_when_redis_is_lost(world: World, redis: Redis) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    caller = waits(world, MEHMET, "Mehmet")
    world.advance(6)
    with writing(world.voice.database) as session:
        session.execute(update(CallRow).where(CallRow.sid == caller.sid).values(stage="ended"))
    redis.flushall()
    world.advance(3)
    [leg] = [leg for leg in world.sim.legs() if leg.to == AYSE]
    assert leg.is_over, transcript(world.sim.trace)


@pytest.mark.parametrize("moment", [0.0, 0.1, 0.3, 0.5, 0.8, 1.2])
def test_redis_may_be_lost_at_any_moment_after_the_agent_accepts(world: World, redis: Redis, moment: float) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(30, until=lambda: any("presses" in entry.text for entry in world.sim.trace))
    world.advance(moment)
    redis.flushall()
    world.advance(60)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 1  # also at 0, where the key she pressed was lost with the stream


def test_an_agent_who_stands_in_the_room_when_redis_is_lost_stays_there_until_the_caller_comes(
    world: World, redis: Redis
) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    world.sim.fault("unavailable", times=4, only="/Members/")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(30, until=lambda: any("presses" in entry.text for entry in world.sim.trace))
    world.advance(1)
    known = world.voice.floor.call(str(caller.sid))
    assert known is not None and known.state == "accepted"
    redis.flushall()
    world.advance(60)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 1


def test_an_agent_who_hears_of_the_caller_when_redis_is_lost_may_press_the_key_then(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe", answers_after=2)
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(30, until=lambda: any("dosya 4812" in entry.text for entry in world.sim.trace))
    world.advance(0.5)
    redis.flushall()
    world.advance(60)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, AYSE) == 1


@pytest.mark.parametrize("plan", [None, [], [["soon", "agent:ayse", "owner"]], [[0]], 7])
def test_a_record_without_a_usable_plan_does_not_keep_the_floor_closed(world: World, redis: Redis, plan: Any) -> None:
    without, whole = waits(world, MEHMET, "Mehmet"), waits(world, EMMA, "Emma")
    world.advance(4)
    with writing(world.voice.database) as session:
        session.execute(update(CallRow).where(CallRow.sid == without.sid).values(plan=plan))
    redis.flushall()
    world.keeper.tick()
    world.voice.floor.check()
    assert world.voice.floor.call(str(whole.sid)) is not None
    world.advance(30)  # a turn of the wait, with its question and its music
    again = world.voice.floor.call(str(without.sid))
    assert again is not None and again.state == "waiting"


def test_a_conversation_without_a_plan_on_record_goes_on(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 60}, "hangs_up"])
    world.advance(15)
    with writing(world.voice.database) as session:
        session.execute(update(CallRow).where(CallRow.sid == caller.sid).values(plan=None))
    redis.flushall()
    world.advance(5)
    assert state_of(world, "ayse") == "talking"


def test_a_caller_put_forward_stays_so_and_a_changed_plan_goes_on_after_redis_was_lost(
    world: World, redis: Redis
) -> None:
    voice = world.voice
    first = waits(world, MEHMET, "Mehmet", 120)
    world.advance(10)
    second = waits(world, EMMA, "Emma", 120)
    world.advance(10)
    calls = {str(caller.sid): voice.floor.call(str(caller.sid)) for caller in (first, second)}
    late = calls[str(second.sid)]
    assert late is not None and late.state == "waiting"
    plan = Plan(steps=(Step(after_seconds=90, line="queue:destek/1", why="ring"),), queue="destek")
    voice.floor.plan_changes(late.id, plan=plan, boost_seconds=300, now=world.clock())
    before = voice.floor.call(late.id)
    assert before is not None and before.score == late.score - 300_000
    world.advance(1)
    redis.flushall()
    world.advance(5)
    after = voice.floor.call(late.id)
    assert after is not None and (after.score, after.place_at) == (before.score, before.place_at)
