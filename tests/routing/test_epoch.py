"""Redis is lost, is old, or is rebuilt: nobody acts on a world that is not there."""

from collections.abc import Callable

import pytest
from redis import Redis

from routing.errors import EpochChanged, FloorLost, FloorOpen, FloorRebuilding, FloorUnavailable
from routing.floor import Floor
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, steps, who


def rebuilt(house: House, epoch: int) -> None:
    house.floor.begin_epoch(epoch, now=house.at(0))
    house.floor.finish_rebuild(now=house.at(0))


def test_an_empty_redis_is_a_lost_floor(house: House, redis: Redis) -> None:
    house.calls("CA1")
    redis.flushall()
    with pytest.raises(FloorLost):
        house.calls("CA1")
    with pytest.raises(FloorLost):
        house.floor.check()
    assert redis.keys() == []


def test_an_older_redis_is_a_lost_floor(house: House) -> None:
    house.floor.believe(2)  # SQL says so; Redis came back from an old snapshot
    with pytest.raises(FloorLost):
        house.calls("CA1")
    with pytest.raises(FloorLost):
        house.floor.check()


def test_a_process_of_the_old_world_is_refused(house: House, redis: Redis, new_id: Callable[[], str]) -> None:
    old = Floor(redis, site="centre", new_id=new_id, epoch=1)
    rebuilt(house, 2)
    with pytest.raises(EpochChanged) as refused:
        old.caller_leaves("CA1", why="hung_up", now=house.at(1))
    assert (refused.value.believed, refused.value.current) == (1, 2)
    with pytest.raises(EpochChanged):
        old.check()
    old.believe(2)
    old.check()


def test_while_rebuilding_everybody_else_waits(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(0))
    with pytest.raises(FloorRebuilding):
        house.calls("CA1")
    with pytest.raises(FloorUnavailable):
        house.floor.check()
    house.floor.finish_rebuild(now=house.at(1))
    house.floor.check()


def test_two_processes_do_not_rebuild_the_same_epoch(house: House, redis: Redis, new_id: Callable[[], str]) -> None:
    second = Floor(redis, site="centre", new_id=new_id)
    assert house.floor.begin_epoch(2, now=house.at(0))
    assert not second.begin_epoch(2, now=house.at(0))
    assert second.epoch == 1


def test_a_rebuild_that_died_halfway_is_begun_again_under_the_next_epoch(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(0))
    house.floor.restore_waiting("CA1", plan=EVERYBODY, place_at=house.at(0), waiting_since=house.at(0), now=house.at(0))
    assert house.floor.begin_epoch(3, now=house.at(1))
    house.floor.finish_rebuild(now=house.at(1))
    assert house.floor.call("CA1") is None


def test_restoring_is_only_for_a_floor_under_rebuild(house: House) -> None:
    with pytest.raises(FloorOpen):
        house.floor.restore_waiting(
            "CA1", plan=EVERYBODY, place_at=house.at(0), waiting_since=house.at(0), now=house.at(0)
        )


def test_a_new_epoch_keeps_the_journal_and_the_answers_and_nothing_else(house: House, redis: Redis) -> None:
    house.signs_in("ayse")
    house.calls("CA1", op="op1")
    house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(0))
    told = house.floor.happenings()
    house.floor.begin_epoch(2, now=house.at(1))
    assert sorted(redis.scan_iter()) == ["{centre}:answers:CA1", "{centre}:epoch", "{centre}:journal"]
    assert house.floor.happenings() == told


def test_another_site_is_left_alone(house: House, redis: Redis, new_id: Callable[[], str]) -> None:
    other = Floor(redis, site="centre2", new_id=new_id)
    other.begin_epoch(1, now=house.at(0))
    other.finish_rebuild(now=house.at(0))
    other.caller_waits("CA1", plan=EVERYBODY, place_at=house.at(0), now=house.at(0))
    rebuilt(house, 2)
    assert other.call("CA1")


def test_restored_callers_are_served_in_their_old_order(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    for call, place in (("CA3", 30), ("CA1", 10), ("CA2", 20)):
        restored = house.floor.restore_waiting(
            call, plan=EVERYBODY, place_at=house.at(place), waiting_since=house.at(place), now=house.at(100)
        )
        assert restored
    restore_agent(house, "burak", since=50)
    restore_agent(house, "ayse", since=40)
    moves = house.floor.finish_rebuild(now=house.at(101))
    assert who(moves) == [("CA1", "ayse"), ("CA2", "burak")]
    assert house.waits_in("queue:main/1") == ["CA3"]
    assert house.floor.call("CA3").place_at == house.at(30)


def test_a_restored_callers_plan_is_as_far_as_the_time_they_waited(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse", state="ready", lines=("agent:ayse",), wrap_up_until=200)
    house.floor.restore_waiting(
        "CA1", plan=OWNER_FIRST, place_at=house.at(60), waiting_since=house.at(65), now=house.at(100)
    )
    house.floor.finish_rebuild(now=house.at(100))
    assert house.floor.call("CA1").lines == ("agent:ayse", "agent:burak")
    assert house.floor.deadline("widen", "CA1") == house.at(110)


def test_restored_refusals_are_remembered(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse")
    house.floor.restore_waiting(
        "CA1", plan=EVERYBODY, place_at=house.at(1), waiting_since=house.at(1), refused_by=["ayse"], now=house.at(100)
    )
    again = house.floor.restore_waiting(
        "CA1", plan=EVERYBODY, place_at=house.at(9), waiting_since=house.at(9), now=house.at(100)
    )
    assert not again
    assert house.floor.finish_rebuild(now=house.at(100)).offers == ()
    assert house.floor.call("CA1").place_at == house.at(1)


def test_a_restored_conversation_goes_on(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse")
    assert restore_talk(house, "CA1", "ayse", reservation="r1")
    assert not restore_talk(house, "CA2", "ayse", reservation="r2")
    assert not restore_talk(house, "CA1", "burak", reservation="r3")
    house.floor.finish_rebuild(now=house.at(101))
    assert house.floor.happenings() == []
    assert house.state("ayse") == ("talking", "")
    assert house.floor.agent("ayse").since == house.at(50)
    assert house.calls("CA9", 102).offers == ()
    house.floor.conversation_ends("CA1", by="caller", reservation="r1", now=house.at(103))
    assert who(house.floor.wrap_up_ends("ayse", now=house.at(104))) == [("CA9", "ayse")]


def test_a_restored_agent_who_waits_in_the_room_is_still_to_be_met(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse")
    restore_talk(house, "CA1", "ayse", reservation="r1", met=False)
    house.floor.finish_rebuild(now=house.at(101))
    assert house.floor.deadline("bring", "CA1") == house.at(102)
    assert house.floor.parties_meet("CA1", now=house.at(103))


def test_restored_leases_have_their_deadlines_and_nothing_is_told_twice(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse", state="not_ready", wrap_up_until=130)
    house.floor.finish_rebuild(now=house.at(100))
    assert house.floor.deadline("presence", "ayse") == house.at(43200)
    assert house.floor.deadline("wrap", "ayse") == house.at(130)
    assert (house.floor.agent("ayse").since, house.floor.agent("ayse").endpoint) == (house.at(0), "phone")
    assert house.state("ayse") == ("wrap_up", "")
    assert house.floor.happenings() == []


def test_many_callers_are_restored_in_batches(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(0))
    for number in range(250):
        restore_agent(house, f"a{number:03}", since=number)
        house.floor.restore_waiting(
            f"CA{number:03}",
            plan=steps((0, "queue:main/1"), queue=f"q{number % 2}"),
            place_at=house.at(number),
            waiting_since=house.at(number),
            now=house.at(300),
        )
    moves = house.floor.finish_rebuild(now=house.at(300))
    assert who(moves) == [(f"CA{number:03}", f"a{number:03}") for number in range(250)]


def restore_agent(
    house: House,
    agent: str,
    *,
    state: str = "ready",
    since: float = 0,
    lines: tuple[str, ...] = ("queue:main/1",),
    wrap_up_until: float | None = None,
) -> None:
    house.floor.restore_agent(
        agent,
        state=state,
        since=house.at(since),
        lines=lines,
        until=house.at(43200),
        endpoint="phone",
        wrap_up_until=None if wrap_up_until is None else house.at(wrap_up_until),
        now=house.at(100),
    )


def restore_talk(house: House, call: str, agent: str, *, reservation: str, met: bool = True) -> bool:
    return house.floor.restore_conversation(
        call,
        agent=agent,
        reservation=reservation,
        leg=f"leg-{agent}",
        plan=EVERYBODY,
        place_at=house.at(1),
        since=house.at(50),
        met=met,
        now=house.at(100),
    )
