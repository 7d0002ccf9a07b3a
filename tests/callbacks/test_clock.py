"""The clock: deadlines wait for nobody, and whoever leads next may lead at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import func, select, update

from callbacks.clock import DUTIES, Timekeeper, duties_of, keep_time
from callbacks.glance import Glance
from callbacks.rebuilding import SILENCE_SECONDS
from records.answer import FORGOTTEN_AT_ONCE, StoredAnswer, WebhookAnswer, store
from records.database import reading, writing
from records.epoch import raise_epoch
from records.idempotency import IdempotentRequest
from records.idempotency import begin as begin_request
from records.lease import Lease, take_lease
from routing.errors import FloorRebuilding
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, outcome, signs_in, state_of
from tests.world import World


class HeldUp(Executor):
    """A second thread that Twilio keeps waiting: it takes what it is given and never comes to it."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def submit(self, act: Callable[..., Any], /, *given: Any, **more: Any) -> "Future[Any]":
        self.given.append(given[0].name)
        return Future()


class DoneAtOnce(HeldUp):
    """A second thread that is quick."""

    def submit(self, act: Callable[..., Any], /, *given: Any, **more: Any) -> "Future[Any]":
        future = super().submit(act, *given, **more)
        future.set_result(act(*given, **more))
        return future


class OneRound(threading.Event):
    """Told to stop during the first nap."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_a_slow_twilio_stops_no_deadline_and_nothing_from_being_written(world: World) -> None:
    held_up = HeldUp()
    world.keeper.apart = {"slow": held_up}
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 30}, "hangs_up"])
    world.advance(31)
    assert state_of(world, "ayse") == "not_ready"
    world.advance(10)
    assert outcome(world, caller)[0] == "abandoned_in_queue"
    assert sorted(held_up.given) == [
        "align_lines",
        "delete_recordings",
        "prove_attempts",
        "reconcile",
        "see_to_erasures",
        "settle_messages",
    ]


def test_a_slow_duty_that_was_done_is_done_again_in_its_time(world: World) -> None:
    quick = DoneAtOnce()
    world.keeper.apart = {"slow": quick}
    world.advance(45)
    times = Counter(quick.given)
    assert (times["reconcile"], times["align_lines"], times["prove_attempts"]) == (3, 4, 9)
    slow = {
        "align_lines",
        "prove_attempts",
        "reconcile",
        "forget_what_is_old",
        "see_to_erasures",
        "delete_recordings",
        "forget_by_age",
        "find_cases_to_follow",
        "settle_messages",
        "watch_reasons",
    }
    assert {duty.name for duty in DUTIES if duty.thread == "slow"} == slow


def test_a_journal_that_has_much_to_write_makes_no_deadline_wait(world: World) -> None:
    held_up = HeldUp()
    world.keeper.apart = {"journal": held_up}
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 60}, "hangs_up"])
    world.advance(31)
    assert state_of(world, "ayse") == "not_ready"
    assert held_up.given == ["write_journal"], "one at a time, however long it takes"


def test_what_nobody_expected_of_a_slow_duty_is_told_at_once_and_the_duty_comes_again(world: World) -> None:
    held_up = HeldUp()
    world.keeper.apart = {"slow": held_up}
    world.advance(1)
    times = held_up.given.count("reconcile")
    broken: Future[None] = Future()
    broken.set_exception(ZeroDivisionError("Twilio said what it never says"))
    world.keeper.under_way["reconcile"] = broken
    with pytest.raises(ZeroDivisionError):
        world.advance(1)
    world.advance(20)
    assert held_up.given.count("reconcile") == times + 1


def test_a_clock_that_stops_lets_the_next_one_lead_at_once(world: World) -> None:
    world.keeper.resign()
    keep_time(world.voice, OneRound(), holder="one")
    with writing(world.voice.database) as session:
        assert take_lease(session, f"clock:{world.voice.site}", "two", world.clock(), 10)


def test_a_clock_that_does_not_lead_takes_nobodys_lead_away(world: World) -> None:
    second = Timekeeper(world.voice, "second")
    second.tick()
    second.resign()
    with reading(world.voice.database) as session:
        assert session.get(Lease, f"clock:{world.voice.site}").holder == "simulated-clock"


def rebuilding_elsewhere(world: World) -> int:
    """Another process has begun to rebuild, at this very moment."""
    with writing(world.voice.database) as session:
        assert take_lease(session, f"rebuild:{world.voice.site}", "other", world.clock(), SILENCE_SECONDS)
        epoch = raise_epoch(session, world.voice.site)
    world.voice.floor.begin_epoch(epoch, now=world.clock())
    return epoch


def test_a_rebuild_another_process_is_doing_is_let_be(world: World) -> None:
    epoch = rebuilding_elsewhere(world)
    world.keeper.tick()
    with pytest.raises(FloorRebuilding):
        world.voice.floor.check()
    world.voice.floor.finish_rebuild(now=world.clock())
    world.keeper.tick()
    assert world.voice.floor.epoch == epoch


def test_a_rebuild_that_died_with_its_process_is_begun_again(world: World) -> None:
    epoch = rebuilding_elsewhere(world)
    with writing(world.voice.database) as session:
        session.execute(update(Lease).values(until=world.clock() + timedelta(seconds=SILENCE_SECONDS)))
    world.clock.advance(SILENCE_SECONDS)
    for _ in range(SILENCE_SECONDS):
        world.clock.advance(1)
        world.keeper.tick()
    world.voice.floor.check()
    assert world.voice.floor.epoch == epoch + 1


def test_a_floor_that_is_lost_twice_in_a_row_is_rebuilt_twice(world: World, redis: Redis) -> None:
    before = world.voice.floor.epoch
    for _ in range(2):
        redis.flushall()
        world.keeper.tick()
    world.voice.floor.check()
    assert world.voice.floor.epoch == before + 2


@pytest.mark.both_databases
def test_each_duty_is_left_out_where_there_is_nothing_for_it(world: World) -> None:
    asked = [duty for duty in duties_of(world.voice) if duty.there_is is not None]
    assert len(asked) > 15
    nothing = {duty.name for duty in asked if not Glance(world.voice, (duty,)).finds(duty)}
    assert {duty.name for duty in asked} - nothing <= {"find_callbacks_due", "see_to_updates", "keep_promises"}
    at_once = Glance(world.voice, tuple(asked))
    assert {duty.name for duty in asked if not at_once.finds(duty)} == nothing


@pytest.mark.both_databases
def test_old_answers_and_old_requests_leave_the_database_and_new_ones_stay(world: World) -> None:
    now = world.clock()
    with writing(world.voice.database) as session:
        for number in range(FORGOTTEN_AT_ONCE + 1):
            old = now - timedelta(days=7, seconds=1)
            store(session, [WebhookAnswer(key=f"old-{number}", call="CA1", body="<Response/>", at=old)])
        store(session, [WebhookAnswer(key="new", call="CA2", body="<Response/>", at=now)])
        begin_request(session, caller="crm", key="old", request_hash="a", now=now - timedelta(hours=25))
        begin_request(session, caller="crm", key="new", request_hash="a", now=now)
    world.clock.advance(3600)
    world.keeper.tick()
    with reading(world.voice.database) as session:
        assert session.scalars(select(StoredAnswer.key)).all() == ["new"]
        assert session.scalars(select(IdempotentRequest.key)).all() == ["new"]
        assert session.scalar(select(func.count()).select_from(Lease)) == 1


def test_an_idle_agent_beside_a_waiting_caller_is_found_within_seconds(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(10)
    lines = list(redis.scan_iter("{main}:waiting:*"))
    for line in lines:
        redis.rename(line, f"hidden:{line}")
    signs_in(world, "ayse")
    for line in lines:
        redis.rename(f"hidden:{line}", line)
    assert lines and state_of(world, "ayse") == "ready"
    world.advance(8)
    known = world.voice.floor.call(str(caller.sid))
    assert known is not None and known.agent == "ayse"
