"""Somebody rings in whom we were about to call: one conversation, at the old place, with whoever is held for them."""

from collections.abc import Callable
from typing import Final

import pytest
from redis import Redis

from routing.reservation import Reservation
from routing.taken_over import TakenOver
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, steps, who

CALLBACK: Final = "CB1"
CALL: Final = "CA1"


@pytest.fixture
def offer(house: House) -> Reservation:
    """The callback, whose place is second 1, is Ayşe's from second 10 on; Burak is at lunch."""
    house.signs_in("burak")
    house.steps_out("burak")
    house.signs_in("ayse")
    [offer] = house.calls(CALLBACK, 10, place=1).offers
    return offer


def rings(house: House, offer: Reservation) -> None:
    assert house.floor.reservation_rings(offer.id, leg="leg", deadline=house.at(30), now=house.at(11))


def accepts(house: House, offer: Reservation) -> None:
    rings(house, offer)
    assert house.floor.agent_accepts(offer.id, leg="leg", now=house.at(12))


def rings_in(house: House, at: float = 15, **more: object) -> TakenOver:
    ended = {"by": "caller", "status": "rang_in"}
    return house.floor.caller_rings_in(CALLBACK, call=CALL, now=house.at(at), ended=ended, **more)  # type: ignore[arg-type]


STAGES: Final[dict[str, tuple[Callable[[House, Reservation], object], str, str]]] = {
    "offered": (lambda house, offer: None, "reserved", "offered"),
    "ringing": (rings, "reserved", "ringing"),
    "accepted": (accepts, "accepted", "accepted"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_whoever_is_held_for_the_callback_is_held_for_the_call(house: House, offer: Reservation, stage: str) -> None:
    before, state, reserved = STAGES[stage]
    before(house, offer)
    taken = rings_in(house)
    assert (taken.stage, taken.moves.offers, taken.moves.cancels) == (state, (), ())
    assert taken.reservation is not None
    assert (taken.reservation.id, taken.reservation.call, taken.reservation.state) == (offer.id, CALL, reserved)
    call, agent = house.floor.call(CALL), house.floor.agent("ayse")
    assert call and (call.state, call.agent, call.reservation) == (state, "ayse", offer.id)
    assert agent and (agent.state, agent.call, agent.reservation) == ("reserved", CALL, offer.id)
    held = house.floor.reservation(offer.id)
    assert held and (held.call, held.came_from, held.state) == (CALL, CALLBACK, reserved)
    assert house.call_state(CALLBACK) == "gone"


def test_the_call_has_the_callbacks_place_and_plan(house: House) -> None:
    house.calls(CALLBACK, 10, place=1, plan=OWNER_FIRST)
    house.calls("CA2", 10, place=2, plan=OWNER_FIRST)
    assert rings_in(house).stage == "waiting"
    call = house.floor.call(CALL)
    assert call and (call.state, call.place_at, call.position, call.owner) == ("waiting", house.at(1), 1, "ayse")
    assert house.waits_in("queue:main/1") == [CALL, "CA2"]
    [told] = [event for event in house.floor.happenings() if event.kind == "waiting" and event.call == CALL]
    assert told.data["returned"] == "rang_in" and told.data["place_at"] == told.data["score"]


def test_a_plan_of_its_own_begins_at_its_first_step_and_no_boost_is_lost(house: House) -> None:
    house.signs_in("burak")
    house.floor.caller_waits(
        CALLBACK, plan=steps((0, "agent:ayse")), place_at=house.at(1), boost_seconds=60, now=house.at(10)
    )
    taken = rings_in(house, plan=EVERYBODY)
    assert who(taken.moves) == [(CALL, "burak")], "the new plan opens at once, and somebody is ready in it"
    call = house.floor.call(CALL)
    assert call and call.score == int(house.at(1).timestamp() * 1000) - 60_000


def test_the_call_waits_on_at_the_callbacks_place_when_the_agent_does_not_take_it(
    house: House, offer: Reservation
) -> None:
    house.calls("CA2", 11, place=2)
    rings(house, offer)
    rings_in(house)
    assert house.due(30) == [("offer", offer.id)], "the agent's time is as long as it was"
    house.fails(offer, "no_answer", 30)
    assert house.waits_in("queue:main/1") == [CALL, "CA2"]


def test_the_agent_accepts_the_call_that_came_in(house: House, offer: Reservation) -> None:
    rings(house, offer)
    rings_in(house)
    accepted = house.floor.agent_accepts(offer.id, leg="leg", now=house.at(16))
    assert accepted and accepted.call == CALL
    assert house.due(18) == [("bring", CALL)]
    assert house.floor.parties_meet(CALL, now=house.at(17))
    assert house.state("ayse") == ("talking", "")


def test_who_accepted_already_is_watched_until_they_meet_the_caller(house: House, offer: Reservation) -> None:
    accepts(house, offer)
    rings_in(house, 15)
    assert house.due(14) == [] and house.due(17) == [("bring", CALL)]
    assert not house.floor.parties_meet(CALLBACK, now=house.at(16)), "nobody comes into the callback's room any more"
    assert house.floor.parties_meet(CALL, now=house.at(16))


def test_late_words_about_the_callback_change_nothing(house: House, offer: Reservation) -> None:
    accepts(house, offer)
    rings_in(house)
    before = house.floor.call(CALL)
    for late in (
        house.floor.conversation_ends(CALLBACK, by="agent", reservation=offer.id, now=house.at(16)),
        house.floor.caller_leaves(CALLBACK, why="no_answer", now=house.at(16)),
        house.floor.plan_widens(CALLBACK, now=house.at(16)),
        house.floor.caller_returns(CALLBACK, now=house.at(16)),
    ):
        assert not late.changed
    assert house.floor.call(CALL) == before


def test_when_they_hang_up_unheard_the_agent_is_free_and_takes_the_next(house: House, offer: Reservation) -> None:
    accepts(house, offer)
    house.calls("CA2", 13)
    rings_in(house)
    moves = house.floor.caller_leaves(CALL, why="hung_up", now=house.at(16))
    assert who(moves) == [("CA2", "ayse")]
    assert [each.id for each in moves.cancels] == [offer.id]


def test_who_rejected_the_callback_is_not_offered_the_call(house: House, offer: Reservation) -> None:
    house.fails(offer, "rejected", 12)
    taken = rings_in(house)
    assert (taken.moves.changed, taken.stage) == (True, "waiting")
    assert house.floor.call(CALL).refused_by == {"ayse"}
    assert who(house.signs_in("burak", 16)) == [(CALL, "burak")]


def test_a_callback_that_comes_later_finds_its_customer_here(house: House) -> None:
    """The transaction that put it in line was a moment quicker than the call, and its word to the floor slower."""
    assert not rings_in(house, 5).moves.changed
    house.signs_in("ayse", 6)
    assert not house.calls(CALLBACK, 7).changed
    gone = house.floor.call(CALLBACK)
    assert gone and (gone.state, gone.why) == ("gone", "rang_in") and house.floor.call(CALL) is None


@pytest.mark.parametrize("stands", [True, False])
def test_what_is_left_of_the_callback_may_be_dropped_in_time(house: House, redis: Redis, stands: bool) -> None:
    if stands:
        house.signs_in("ayse")
        [offer] = house.calls(CALLBACK, 10, place=1).offers
        house.fails(offer, "rejected", 12)
    rings_in(house)
    gone, keys = house.floor.call(CALLBACK), house.floor._wire.keys
    assert gone and (gone.state, gone.why) == ("gone", "rang_in")
    left = [keys.call(CALLBACK), *([keys.refused(CALLBACK)] if stands else [])]
    assert all(0 < redis.ttl(key) <= 21_600 for key in left)


def talks(house: House, offer: Reservation) -> None:
    accepts(house, offer)
    house.floor.parties_meet(CALLBACK, now=house.at(13))


def talked(house: House, offer: Reservation) -> None:
    talks(house, offer)
    house.floor.conversation_ends(CALLBACK, by="agent", now=house.at(14))


def gone(house: House, offer: Reservation) -> None:
    house.floor.caller_leaves(CALLBACK, why="cancelled", now=house.at(14))


@pytest.mark.parametrize("before", [talks, talked, gone])
def test_one_that_talks_or_is_over_is_left_alone(
    house: House, offer: Reservation, before: Callable[[House, Reservation], None]
) -> None:
    before(house, offer)
    was = house.floor.call(CALLBACK)
    taken = rings_in(house)
    assert (taken.moves.changed, taken.stage, taken.reservation) == (False, "", None)
    assert house.floor.call(CALLBACK) == was and house.floor.call(CALL) is None


def test_a_call_the_floor_knows_takes_nothing_over(house: House, offer: Reservation) -> None:
    house.calls(CALL, 12, place=12)
    assert not rings_in(house).moves.changed
    held = house.floor.reservation(offer.id)
    assert held and (held.call, held.came_from) == (CALLBACK, "")


def test_the_story_of_both_calls_can_be_told(house: House, offer: Reservation) -> None:
    accepts(house, offer)
    before = len(house.floor.happenings())
    rings_in(house)
    told = [(event.kind, event.call, event.reservation) for event in house.floor.happenings()[before:]]
    assert told == [
        ("waiting", CALL, None),
        ("offered", CALL, offer.id),
        ("accepted", CALL, offer.id),
        ("ended", CALLBACK, None),
    ]
    [ended] = [event.data for event in house.floor.happenings() if event.kind == "ended"]
    assert ended == {"by": "caller", "status": "rang_in", "stage": "accepted", "answered": False}
    house.floor.caller_leaves(CALLBACK, why="hung_up", ended={"by": "us"}, now=house.at(20))
    assert len([event for event in house.floor.happenings() if event.kind == "ended"]) == 1, "it ended once"
