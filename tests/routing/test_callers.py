"""Callers on the floor: waiting, order, widening, leaving, returning."""

from collections.abc import Callable

from redis import Redis

from routing.floor import Floor
from routing.lines import ring_line
from routing.timing import Timing
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, steps, who


def test_a_caller_is_offered_to_a_ready_agent_at_once(house: House) -> None:
    house.signs_in("ayse")
    moves = house.calls("CA1", 1)
    assert moves.changed
    [offer] = moves.offers
    assert (offer.call, offer.agent, offer.line, offer.state) == ("CA1", "ayse", "queue:main/1", "offered")
    assert offer.deadline == house.at(21)
    assert house.state("ayse") == ("reserved", "")
    assert house.call_state("CA1") == "reserved"


def test_a_caller_waits_when_nobody_is_ready(house: House) -> None:
    assert house.calls("CA1").offers == ()
    assert house.call_state("CA1") == "waiting"
    assert house.waits_in("queue:main/1") == ["CA1"]


def test_a_repeated_arrival_changes_nothing(house: House) -> None:
    house.signs_in("ayse")
    house.calls("CA1")
    again = house.calls("CA1", 1, place=-100)
    assert (again.changed, again.offers) == (False, ())
    assert house.floor.call("CA1").place_at == house.at(0)


def test_the_longest_idle_agent_is_offered_first(house: House) -> None:
    house.signs_in("burak", 1)
    house.signs_in("ayse", 2)
    assert who(house.calls("CA1", 3)) == [("CA1", "burak")]


def test_the_earliest_place_is_served_first(house: House) -> None:
    house.calls("CA2", 2)
    house.calls("CA1", 3, place=1)
    assert who(house.signs_in("ayse", 4)) == [("CA1", "ayse")]


def test_a_boost_moves_a_caller_ahead_by_so_many_seconds(house: House) -> None:
    house.calls("CA1", 0)
    house.calls("CA2", 30, boost_seconds=31)
    house.calls("CA3", 30, boost_seconds=29)
    assert house.waits_in("queue:main/1") == ["CA2", "CA1", "CA3"]
    assert [house.floor.position(call) for call in ("CA1", "CA2", "CA3")] == [2, 1, 3]


def test_an_agent_takes_the_first_caller_of_all_their_lines(house: House) -> None:
    house.calls("CA1", 1, plan=steps((0, "team:north"), queue="north"))
    house.calls("CA2", 0, plan=EVERYBODY)
    assert who(house.signs_in("ayse", 2, lines=("team:north", "queue:main/1"))) == [("CA2", "ayse")]


def test_the_owners_step_keeps_the_caller_from_everybody_else_while_the_owner_is_busy(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", 1)
    house.signs_in("cem", 1)
    assert house.calls("CA1", 2, plan=OWNER_FIRST).offers == ()
    assert house.floor.plan_widens("CA1", now=house.at(31)).offers == ()
    assert who(house.floor.plan_widens("CA1", now=house.at(32))) == [("CA1", "burak")]


def test_the_owner_who_becomes_ready_in_their_step_takes_the_call(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", 1)
    house.calls("CA1", 2, plan=OWNER_FIRST)
    house.floor.conversation_ends("CA0", by="caller", now=house.at(10))
    assert who(house.floor.wrap_up_ends("ayse", now=house.at(12))) == [("CA1", "ayse")]


def test_an_owner_who_is_not_signed_in_is_skipped_at_once(house: House) -> None:
    house.signs_in("burak")
    assert who(house.calls("CA1", 1, plan=OWNER_FIRST)) == [("CA1", "burak")]


def test_later_steps_come_sooner_by_what_a_skipped_step_saved(house: House) -> None:
    house.talks("CA0", "burak")
    house.calls("CA1", 10, plan=OWNER_FIRST)
    assert house.floor.call("CA1").lines == ("agent:ayse", "agent:burak")
    assert house.floor.deadline("widen", "CA1") == house.at(25)  # 15 s after the stand-in's step opened


def test_when_nobody_is_present_anywhere_the_caller_waits_in_all_lines(house: House) -> None:
    house.calls("CA1", plan=OWNER_FIRST)
    assert [house.waits_in(step.line) for step in OWNER_FIRST.steps] == [["CA1"]] * 3
    assert house.floor.deadline("widen", "CA1") is None
    assert who(house.signs_in("zeynep", 5)) == [("CA1", "zeynep")]


def test_a_line_that_loses_its_last_agent_widens_its_callers_plans_now(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", 1)
    house.calls("CA1", 2, plan=OWNER_FIRST)
    house.steps_out("ayse", 5)
    assert house.due(5) == [("widen", "CA1")]
    assert who(house.floor.plan_widens("CA1", now=house.at(5))) == [("CA1", "burak")]


def test_a_caller_whose_last_willing_agent_leaves_widens_now_although_others_are_present(house: House) -> None:
    line = ring_line("main", 1)
    house.signs_in("ayse", lines=(line,))
    house.talks("CA0", "burak")
    [offer] = house.calls("CA1", 1, plan=steps((0, line), (60, "queue:main/2"))).offers
    house.fails(offer, "rejected", 2)
    assert house.due(2) == []
    house.steps_out("burak", 3)
    assert house.due(3) == [("widen", "CA1")]
    assert house.floor.plan_widens("CA1", now=house.at(3)).changed
    assert house.floor.call("CA1").lines == (line, "queue:main/2")


def test_an_unready_plan_does_not_widen_early(house: House) -> None:
    house.talks("CA0", "ayse")
    house.calls("CA1", 2, plan=OWNER_FIRST)
    assert not house.floor.plan_widens("CA1", now=house.at(31)).changed
    assert house.floor.deadline("widen", "CA1") == house.at(32)


def test_widening_a_call_that_does_not_wait_clears_its_deadline(house: House) -> None:
    house.floor.set_deadline("widen", "CA9", at=house.at(1))
    assert not house.floor.plan_widens("CA9", now=house.at(2)).changed
    assert house.due(2) == []


def test_a_waiting_caller_who_leaves_is_in_no_line_any_more(house: House) -> None:
    house.talks("CA0", "ayse")
    house.calls("CA1", 1, plan=OWNER_FIRST)
    assert house.floor.caller_leaves("CA1", why="hung_up", now=house.at(2)).changed
    assert house.waits_in("agent:ayse") == []
    assert house.floor.waiting_for("main") == []
    assert house.floor.deadline("widen", "CA1") is None
    assert house.call_state("CA1") == "gone"


def test_a_reserved_agent_whose_caller_leaves_gets_the_next_caller_at_once(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.calls("CA2", 2)
    moves = house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))
    assert [each.id for each in moves.cancels] == [offer.id]
    assert who(moves) == [("CA2", "ayse")]
    assert house.floor.reservation(offer.id).state == "withdrawn"
    assert house.floor.agent_accepts(offer.id, now=house.at(3)) is None
    [failed] = [event for event in house.floor.happenings() if event.kind == "offer_failed"]
    assert (failed.call, failed.agent, failed.data) == ("CA1", "ayse", {"why": "caller_gone"})


def test_a_reserved_agent_whose_caller_leaves_keeps_their_idle_rank(house: House) -> None:
    house.signs_in("ayse", 0)
    house.signs_in("burak", 1)
    house.calls("CA1", 2)
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]


def test_an_agent_who_accepted_is_free_when_the_caller_leaves_before_they_meet(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.floor.agent_accepts(offer.id, now=house.at(2), leg="CAx")
    moves = house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))
    assert [(each.id, each.leg) for each in moves.cancels] == [(offer.id, "CAx")]
    assert house.state("ayse") == ("ready", "")
    assert house.floor.deadline("bring", "CA1") is None


def test_a_caller_who_hangs_up_while_talking_sends_the_agent_to_wrap_up(house: House) -> None:
    house.talks("CA1", "ayse")
    moves = house.floor.caller_leaves("CA1", why="hung_up", now=house.at(100))
    assert (moves.changed, moves.cancels) == (True, ())
    assert house.state("ayse") == ("wrap_up", "")
    assert house.floor.deadline("wrap", "ayse") == house.at(160)


def test_without_wrap_up_an_agent_whose_caller_hung_up_takes_the_next(
    house: House, redis: Redis, new_id: Callable[[], str]
) -> None:
    house.floor = Floor(redis, site="centre", new_id=new_id, timing=Timing(wrap_up_seconds=0))
    house.talks("CA1", "ayse")
    house.calls("CA2", 1)
    assert who(house.floor.caller_leaves("CA1", why="hung_up", now=house.at(2))) == [("CA2", "ayse")]


def test_times_that_are_changed_hold_for_what_begins_afterwards(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.keep_times(Timing(wrap_up_seconds=7))
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(100))
    assert house.floor.deadline("wrap", "ayse") == house.at(107)
    house.floor.keep_times(Timing(wrap_up_seconds=90))
    assert house.floor.deadline("wrap", "ayse") == house.at(107)


def test_an_end_before_the_beginning_leaves_a_tombstone(house: House) -> None:
    house.signs_in("ayse")
    assert house.floor.caller_leaves("CA1", why="hung_up", now=house.at(1)).changed
    assert not house.calls("CA1", 2).changed
    assert house.state("ayse") == ("ready", "")
    assert house.call_state("CA1") == "gone"


def test_leaving_twice_is_leaving_once(house: House) -> None:
    house.calls("CA1")
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(1))
    assert not house.floor.caller_leaves("CA1", why="status", now=house.at(2)).changed
    assert house.floor.call("CA1").why == "hung_up"


def test_the_end_of_a_call_is_told_once_with_where_it_ended(house: House) -> None:
    house.calls("CA1")
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(1))
    house.floor.caller_leaves("CA1", why="status", ended={"status": "completed"}, now=house.at(2))
    house.floor.caller_leaves("CA1", why="status", ended={"status": "completed"}, now=house.at(3))
    [end] = [event for event in house.floor.happenings() if event.kind == "ended"]
    assert end.data == {"status": "completed", "stage": "waiting", "answered": False}


def test_the_end_of_an_answered_call_says_so(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="agent", now=house.at(9))
    house.floor.caller_leaves("CA1", why="status", ended={}, now=house.at(10))
    [end] = [event for event in house.floor.happenings() if event.kind == "ended"]
    assert end.data == {"stage": "over", "answered": True}


def test_a_caller_cut_off_by_our_side_waits_again_at_the_old_place_for_the_owner_first(house: House) -> None:
    house.signs_in("ayse")
    house.meets(house.calls("CA1", 0, plan=OWNER_FIRST).offers[0], 1)
    house.calls("CA2", 2)
    moves = house.floor.caller_returns("CA1", now=house.at(100))
    assert (moves.changed, moves.offers) == (True, ())
    assert house.state("ayse") == ("wrap_up", "")
    known = house.floor.call("CA1")
    assert (known.state, known.place_at, known.lines, known.position) == ("waiting", house.at(0), ("agent:ayse",), 1)
    assert who(house.floor.wrap_up_ends("ayse", now=house.at(101))) == [("CA1", "ayse")]


def test_a_caller_may_return_after_the_agent_left_and_with_a_new_plan(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="network", now=house.at(5))
    house.signs_in("burak", 6)
    moves = house.floor.caller_returns("CA1", now=house.at(7), plan=steps((0, "agent:burak"), queue="back"))
    assert who(moves) == [("CA1", "burak")]
    assert house.floor.call("CA1").queue == "back"


def test_a_caller_who_never_talked_cannot_return(house: House) -> None:
    house.calls("CA1")
    assert not house.floor.caller_returns("CA1", now=house.at(1)).changed
    assert not house.floor.caller_returns("CA9", now=house.at(1)).changed
