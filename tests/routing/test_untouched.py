"""What a transition leaves alone: other people's lines, ranks and deadlines, and words nobody said."""

from datetime import timedelta

from redis import Redis

from routing.floor import Floor
from tests.routing.house import House, steps, who


def test_whoever_learns_a_line_leaves_none_of_the_others_meanwhile(house: House) -> None:
    house.talks("CA0", "ayse")
    house.floor.agent_lines("ayse", lines=["queue:a/1"], now=house.at(1))
    house.calls("CA1", 2, plan=steps((0, "queue:a/1"), (30, "queue:b/1")))
    house.floor.agent_lines("ayse", lines=["queue:a/1", "queue:c/1"], now=house.at(3))
    assert ("widen", "CA1") not in house.due(31)
    assert ("widen", "CA1") in house.due(32)


def test_who_was_ready_keeps_the_rank_of_then_when_a_new_line_brings_a_caller_who_leaves(house: House) -> None:
    house.signs_in("ayse", 0, lines=("queue:main/1",))
    house.signs_in("burak", 10, lines=("queue:main/1",))
    house.calls("CA1", 20, plan=steps((0, "queue:new/1")))
    moves = house.floor.agent_lines("ayse", lines=["queue:main/1", "queue:new/1"], now=house.at(50))
    assert who(moves) == [("CA1", "ayse")]
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(55))
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]


def test_an_offer_that_never_rang_is_taken_back_without_a_leg(house: House) -> None:
    house.signs_in("ayse")
    house.calls("CA1")
    [taken_back] = house.floor.caller_leaves("CA1", why="hung_up", now=house.at(1)).cancels
    assert (taken_back.leg, taken_back.why) == ("", "caller_gone")


def test_who_is_put_back_to_wait_stands_in_the_lines_of_their_plan_and_no_other(house: House, redis: Redis) -> None:
    floor: Floor = house.floor
    floor.begin_epoch(2, now=house.at(0))
    plan = steps((0, "queue:a/1"), (30, "queue:b/1"))
    floor.restore_waiting("CA1", plan=plan, place_at=house.at(0), waiting_since=house.at(0), now=house.at(1))
    floor.finish_rebuild(now=house.at(0) + timedelta(seconds=2))
    assert {str(key).partition("waiting:")[2] for key in redis.scan_iter("*:waiting:*")} == {"queue:a/1", "queue:b/1"}
