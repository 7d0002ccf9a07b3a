"""An offer that rang when Redis was lost: restored on the floor, it goes on as any other."""

from typing import Any

import pytest

from routing.errors import FloorOpen
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, who
from tests.routing.test_epoch import restore_agent

OWNER = ("agent:ayse", "queue:main/1")


def restore_offer(house: House, call: str = "CA1", agent: str = "ayse", **more: Any) -> bool:
    facts: dict[str, Any] = {"plan": OWNER_FIRST, "step": 1, "refused_by": (), "reservation": "r1", "leg": "leg-1"}
    moments: dict[str, Any] = {"place_at": house.at(60), "waiting_since": house.at(65), "since": house.at(95)}
    return house.floor.restore_offer(
        call, agent=agent, deadline=house.at(120), now=house.at(100), **moments, **(facts | more)
    )


def begun(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse", lines=OWNER)


def test_a_restored_offer_holds_both_and_tells_nothing_twice(house: House) -> None:
    begun(house)
    assert restore_offer(house)
    assert house.floor.finish_rebuild(now=house.at(100)).offers == ()
    assert house.state("ayse") == ("reserved", "") and house.call_state("CA1") == "reserved"
    assert house.floor.deadline("offer", "r1") == house.at(120)
    assert house.floor.deadline("widen", "CA1") is None and house.floor.happenings() == []
    assert house.calls("CA2", 101).offers == ()


def test_a_restored_offer_is_accepted_by_its_leg(house: House) -> None:
    begun(house)
    restore_offer(house)
    house.floor.finish_rebuild(now=house.at(100))
    assert not house.floor.reservation_rings("r1", leg="leg-2", deadline=house.at(115), now=house.at(101))
    assert house.floor.agent_accepts("r1", leg="leg-1", now=house.at(102))
    assert house.floor.parties_meet("CA1", now=house.at(103))


def test_after_a_restored_offer_failed_the_caller_waits_at_the_old_place_as_far_in_the_plan(house: House) -> None:
    begun(house)
    restore_offer(house, refused_by=["burak"])
    restore_agent(house, "burak", lines=("agent:burak", "queue:main/1"))
    house.floor.finish_rebuild(now=house.at(100))
    moves = house.floor.offer_fails("r1", why="no_answer", now=house.at(120))
    known = house.floor.call("CA1")
    assert who(moves) == [] and house.state("ayse") == ("not_ready", "rona")
    assert known is not None and (known.place_at, known.refused_by) == (house.at(60), frozenset({"burak"}))
    assert known.lines == ("agent:ayse", "agent:burak", "queue:main/1")


@pytest.mark.parametrize("state", ["not_ready", "logged_out"])
def test_an_agent_who_is_not_ready_is_not_held_for_a_restored_offer(house: House, state: str) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse", state=state)
    assert not restore_offer(house)
    assert not restore_offer(house, agent="nobody")
    house.floor.finish_rebuild(now=house.at(100))
    assert house.floor.call("CA1") is None and house.floor.reservation("r1") is None


def test_nobody_is_held_twice_by_restored_offers(house: House) -> None:
    begun(house)
    restore_agent(house, "burak", lines=OWNER)
    assert restore_offer(house)
    assert not restore_offer(house, "CA2", reservation="r2")
    assert not restore_offer(house, "CA1", "burak", reservation="r3")
    assert not restore_offer(house, "CA2", "burak", reservation="r4", plan=EVERYBODY, step=2)
    assert house.floor.call("CA2") is None


def test_an_offer_is_restored_only_on_a_floor_under_rebuild(house: House) -> None:
    with pytest.raises(FloorOpen):
        restore_offer(house)
