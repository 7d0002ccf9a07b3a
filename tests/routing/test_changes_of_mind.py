"""A caller who waits asks for something else, hears a menu, or finds too many waiting already."""

import pytest

from routing.reservation import Reservation
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, steps, who

ANYONE = steps((0, "queue:main/1"), (20, "queue:main/2"), queue="main")


def waiting_events(house: House, call: str) -> list[dict[str, object]]:
    return [dict(e.data) for e in house.floor.happenings() if (e.kind, e.call) == ("waiting", call)]


# ── another plan ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_plan_brings_an_agent_at_once(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", lines=("queue:main/1",))
    assert house.calls("CA1", 1, plan=steps((0, "agent:ayse"), (300, "queue:main/1"))).offers == ()
    assert who(house.floor.plan_changes("CA1", plan=ANYONE, why="anyone", now=house.at(9))) == [("CA1", "burak")]


def test_another_plan_keeps_the_place_and_begins_at_its_second_0(house: House) -> None:
    house.talks("CA0", "ayse")
    house.calls("CA2", 0)
    house.calls("CA1", 1, plan=OWNER_FIRST, place=-5)
    assert house.floor.plan_changes("CA1", plan=ANYONE, now=house.at(9)).changed
    known = house.floor.call("CA1")
    assert (known.place_at, known.lines, known.position) == (house.at(-5), ("queue:main/1",), 1)
    assert house.floor.deadline("widen", "CA1") == house.at(29)
    assert house.waits_in("agent:ayse") == []
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]


def test_another_plan_may_be_for_another_queue_and_another_owner(house: House) -> None:
    house.calls("CA1", 0, plan=OWNER_FIRST)
    house.floor.plan_changes("CA1", plan=steps((0, "queue:late/1"), queue="late", owner="cem"), now=house.at(1))
    known = house.floor.call("CA1")
    assert (known.queue, known.owner) == ("late", "cem")
    assert house.floor.counts().waiting == {"main": 0, "late": 1}


def test_boosts_are_counted_anew_only_when_they_are_given(house: House) -> None:
    house.calls("CA1", 10, boost_seconds=5)
    house.floor.plan_changes("CA1", plan=ANYONE, now=house.at(11))
    assert house.floor.call("CA1").score == int(house.at(5).timestamp() * 1000)
    house.floor.plan_changes("CA1", plan=ANYONE, boost_seconds=8, now=house.at(12))
    assert house.floor.call("CA1").score == int(house.at(2).timestamp() * 1000)
    house.floor.plan_changes("CA1", plan=ANYONE, boost_seconds=0, now=house.at(13))
    assert house.floor.call("CA1").score == int(house.at(10).timestamp() * 1000)
    assert [each.score for each in house.floor.waiting("queue:main/1")] == [int(house.at(10).timestamp() * 1000)]


def test_the_journal_says_why_the_plan_changed(house: House) -> None:
    house.calls("CA1", 0, plan=OWNER_FIRST, boost_seconds=3)
    house.floor.plan_changes("CA1", plan=ANYONE, why="anyone", now=house.at(9))
    first, second = waiting_events(house, "CA1")
    assert "returned" not in first
    assert second["returned"] == "anyone"
    assert second["plan"] == [[0, "queue:main/1", "ring"], [20000, "queue:main/2", "ring"]]
    assert (second["place_at"], second["score"]) == (first["place_at"], first["score"])


def test_while_a_phone_rings_for_the_caller_the_offer_stands(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 0, plan=OWNER_FIRST).offers
    moves = house.floor.plan_changes("CA1", plan=ANYONE, why="anyone", now=house.at(5))
    assert (moves.changed, moves.offers, moves.cancels) == (True, (), ())
    house.signs_in("burak", 6)
    assert who(house.fails(offer, "no_answer", 10)) == [("CA1", "burak")]
    assert house.floor.call("CA1").lines == ("queue:main/1",)


ONLY_AYSE = steps((0, "agent:ayse"), (300, "queue:main/1"))


def test_who_wishes_for_one_agent_is_rung_for_by_nobody_else(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", 1)
    [offer] = house.calls("CA1", 2).offers
    house.calls("CA2", 3)
    moves = house.floor.plan_changes("CA1", plan=ONLY_AYSE, only="ayse", now=house.at(5))
    assert [each.id for each in moves.cancels] == [offer.id]
    assert who(moves) == [("CA2", "burak")], "who is free takes the next, with the same rank"
    ended = house.floor.reservation(offer.id)
    assert (ended.state, ended.why) == ("withdrawn", "other_wish")
    known = house.floor.call("CA1")
    assert (known.state, known.agent, known.reservation) == ("waiting", None, None)
    assert known.place_at == house.at(2)
    assert house.waits_in("agent:ayse") == ["CA1"]


def test_an_offer_to_the_agent_they_wish_for_stands(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 0, plan=OWNER_FIRST).offers
    moves = house.floor.plan_changes("CA1", plan=ONLY_AYSE, only="ayse", now=house.at(5))
    assert (moves.changed, moves.offers, moves.cancels) == (True, (), ())
    assert house.floor.reservation(offer.id).state == "offered"


@pytest.mark.parametrize("state", ["accepted", "talking", "over", "gone", "unknown"])
def test_who_does_not_wait_has_no_plan_to_change(house: House, state: str) -> None:
    in_state(house, state)
    assert not house.floor.plan_changes("CA1", plan=ANYONE, now=house.at(9)).changed


# ── a menu ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_hears_a_menu_is_offered_to_nobody(house: House) -> None:
    house.calls("CA1", 0, plan=ANYONE)
    assert house.floor.caller_steps_aside("CA1", why="menu", now=house.at(1)).changed
    assert house.call_state("CA1") == "over"
    assert house.signs_in("ayse", 2).offers == ()
    assert (house.waits_in("queue:main/1"), house.floor.call("CA1").position) == ([], None)
    assert house.due(9999) == []
    assert house.told("stepped_aside") == [("stepped_aside", "CA1", None)]


def test_who_comes_back_from_the_menu_stands_where_they_stood(house: House) -> None:
    house.calls("CA1", 0)
    house.calls("CA2", 1)
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(2))
    house.floor.caller_returns("CA1", why="menu", now=house.at(60))
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]
    assert house.floor.call("CA1").place_at == house.at(0)


def test_a_menu_may_be_left_with_another_plan(house: House) -> None:
    house.calls("CA1", 0, plan=OWNER_FIRST)
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(2))
    house.signs_in("cem", 3, lines=("queue:late/1",))
    moves = house.floor.caller_returns("CA1", plan=steps((0, "queue:late/1"), queue="late"), now=house.at(9))
    assert who(moves) == [("CA1", "cem")]


def test_an_open_offer_is_withdrawn_and_the_agent_takes_the_next_with_the_same_rank(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.calls("CA2", 2)
    moves = house.floor.caller_steps_aside("CA1", why="menu", now=house.at(5))
    assert [each.id for each in moves.cancels] == [offer.id]
    assert who(moves) == [("CA2", "ayse")]
    ended = house.floor.reservation(offer.id)
    assert (ended.state, ended.why) == ("withdrawn", "stepped_aside")
    known = house.floor.call("CA1")
    assert (known.agent, known.reservation) == (None, None)


def test_an_agent_whose_caller_chose_the_menu_keeps_their_rank_among_the_idle(house: House) -> None:
    house.signs_in("ayse", 0)
    house.signs_in("burak", 1)
    house.calls("CA1", 2)
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(5))
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]


@pytest.mark.parametrize("state", ["accepted", "talking", "over", "gone", "unknown"])
def test_nobody_is_taken_from_an_agent_who_accepted(house: House, state: str) -> None:
    in_state(house, state)
    assert not house.floor.caller_steps_aside("CA1", why="menu", now=house.at(9)).changed


def test_who_hangs_up_in_the_menu_is_gone(house: House) -> None:
    house.calls("CA1", 0)
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(2))
    house.floor.caller_leaves("CA1", why="hung_up", ended={}, now=house.at(5))
    assert house.call_state("CA1") == "gone"
    assert not house.floor.caller_returns("CA1", now=house.at(9)).changed


def in_state(house: House, state: str) -> None:
    """CA1 is in this state with Ayşe."""
    if state == "unknown":
        return
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 0).offers
    assert house.floor.agent_accepts(offer.id, now=house.at(1))
    if state == "accepted":
        return
    house.floor.parties_meet("CA1", now=house.at(2))
    if state == "over":
        house.floor.conversation_ends("CA1", by="agent", now=house.at(3))
    if state == "gone":
        house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))


# ── too many ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_with_so_many_waiting_nobody_joins_them(house: House) -> None:
    house.calls("CA1", 0)
    house.calls("CA2", 1, most_waiting=2)
    moves = house.calls("CA3", 2, most_waiting=2, op="op3")
    assert (moves.full, moves.changed, moves.offers) == (True, False, ())
    assert house.floor.call("CA3") is None
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]
    assert [call for _, call, _ in house.told("waiting", "widened")] == ["CA1", "CA2"]
    assert house.calls("CA3", 2, most_waiting=2, op="op3") == moves


def test_there_is_room_again_when_somebody_left(house: House) -> None:
    house.calls("CA1", 0)
    assert house.calls("CA2", 1, most_waiting=1).full
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(2))
    moves = house.calls("CA2", 3, most_waiting=1)
    assert (moves.full, moves.changed) == (False, True)


def test_the_bound_is_each_queues_own(house: House) -> None:
    house.calls("CA1", 0)
    assert house.calls("CA2", 1, plan=steps((0, "queue:late/1"), queue="late"), most_waiting=1).changed


def test_without_a_bound_everybody_may_wait(house: House) -> None:
    for number in range(5):
        assert not house.calls(f"CA{number}", number, most_waiting=0).full


def test_a_full_queue_turns_nobody_away_for_whom_an_agent_is_free(house: House) -> None:
    house.calls("CA1", 0)
    house.signs_in("burak", lines=("agent:burak",))
    moves = house.calls("CA2", 1, plan=steps((0, "agent:burak")), most_waiting=1)
    assert (moves.full, who(moves)) == (False, [("CA2", "burak")])


def test_a_boost_does_not_open_a_full_queue(house: House) -> None:
    house.calls("CA1", 0)
    assert house.calls("CA2", 1, most_waiting=1, boost_seconds=600).full


@pytest.fixture
def offer(house: House) -> Reservation:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1, plan=EVERYBODY).offers
    return offer


def test_who_is_offered_does_not_count_as_waiting(house: House, offer: Reservation) -> None:
    assert not house.calls("CA2", 2, most_waiting=1).full
    assert house.calls("CA3", 3, most_waiting=1).full
    assert house.fails(offer, "busy", 4).changed
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]
