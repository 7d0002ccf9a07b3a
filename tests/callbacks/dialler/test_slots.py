"""Times are offered at which somebody will be there: open, by day, at work, not away, not promised away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.dialler.making import make_callback
from callbacks.dialler.slots import Slot, slots_for
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from records.database import reading, writing
from records.handling import Handling
from records.queue_stay import QueueStay
from staff.absence import Absence, add_absence
from tests.centre import open_the_centre
from tests.world import World

QUEUE = "fatura"
PHONE = "+905321234567"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    world = World(database_url, valkey_url)
    open_the_centre(world)
    yield world
    world.voice.database.dispose()


def slots(world: World, count: int = 3, **more: Any) -> tuple[Slot, ...]:
    with reading(world.voice.database) as session:
        return slots_for(session, world.voice, QUEUE, world.clock(), count=count, **more)


def wanted(number: int, begin: datetime, **more: Any) -> CallbackWanted:
    return CallbackWanted(once=f"w{number}", phone=f"+90532{number:03}4567", queue=QUEUE, what="Arama", who="test",
                          owner=False, begin=begin, due=begin + HALF_AN_HOUR, tell=None, **more)  # fmt: skip


def promise(world: World, asked: CallbackWanted) -> None:
    with writing(world.voice.database) as session:
        make_callback(session, world.voice, asked)


def test_the_next_free_times_come_in_order_on_whole_half_hours_while_we_are_open(world: World) -> None:
    offered = slots(world, count=60)
    assert offered[0].begin >= world.clock() + timedelta(minutes=15)
    assert all(one.begin.minute in (0, 30) and one.end - one.begin == HALF_AN_HOUR for one in offered)
    assert [one.begin for one in offered] == sorted({one.begin for one in offered})
    hours = world.voice.hours
    calendar = world.voice.policy.queue(QUEUE).hours
    if calendar:
        assert all(hours.opening_at(calendar, one.begin).state != "closed" for one in offered)
    local = [one.begin.astimezone(hours.calendars.named["destek"].zone).hour for one in offered]
    assert all(world.voice.policy.ring_from_hour <= hour < world.voice.policy.ring_until_hour for hour in local)


def test_a_time_is_promised_as_often_as_somebody_is_free_and_no_oftener(world: World) -> None:
    first = slots(world)[0]
    for number in range(first.free):
        promise(world, wanted(number, first.begin))
    assert first.begin not in {one.begin for one in slots(world)}
    with pytest.raises(CallbackRefused) as refused:
        promise(world, wanted(99, first.begin))
    assert (refused.value.field, refused.value.why) == ("begin", "full")
    promise(world, wanted(98, first.begin, anyway=True))


def test_who_is_away_makes_no_calls(world: World) -> None:
    before = slots(world)[0]
    with writing(world.voice.database) as session:
        for agent in ("ayse", "burak", "can", "deniz"):
            add_absence(session, Absence(agent_id=agent, kind="training", starts_at=world.clock(), made_by="test",
                                         ends_at=before.end), now=world.clock())  # fmt: skip
    after = slots(world)[0]
    assert after.begin >= before.end or after.free < before.free


def test_an_agents_own_times_are_theirs_alone(world: World) -> None:
    first = slots(world, agent="ayse")[0]
    promise(world, wanted(1, first.begin, agent_id="ayse"))
    assert slots(world, agent="ayse")[0].free == first.free - 1
    assert slots(world, agent="deniz")[0].free == first.free


def test_where_the_same_hour_was_busy_these_weeks_there_is_less_room(world: World) -> None:
    first = slots(world)[0]
    with writing(world.voice.database) as session:
        for week in range(1, 5):
            then = first.begin - week * timedelta(days=7)
            session.add_all(
                QueueStay(call=f"CA{week}-{n}", number=1, queue=QUEUE, entered_at=then + timedelta(seconds=n * 60),
                          ending="answered", waited_seconds=5)
                for n in range(29)
            )  # fmt: skip
            session.add(
                Handling(reservation=f"R{week}", call=f"CA{week}-0", agent_id="deniz", queue=QUEUE, answered_at=then,
                         left_at=then, wrapped_up_at=then, ended_by="caller", ring_seconds=5, talk_seconds=250,
                         wrap_up_seconds=45)
            )  # fmt: skip
    assert first.begin not in {one.begin for one in slots(world)}, "one person, and a caller every minute"


def test_nobody_is_offered_the_night_where_they_live(world: World) -> None:
    tokyo = slots(world, count=200, phone=PHONE, zone="Asia/Tokyo")
    assert {one.begin.astimezone(UTC).hour for one in tokyo} <= set(range(11))
