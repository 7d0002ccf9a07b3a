"""An offer is accepted once, or fails and costs the caller nothing."""

import pytest

from routing.happening import Happening
from routing.reservation import Reservation
from tests.routing.house import OWNER_FIRST, House, steps, who


@pytest.fixture
def offer(house: House) -> Reservation:
    """CA1 is offered to Ayşe at second 1."""
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    return offer


def test_an_offer_has_its_deadlines(house: House, offer: Reservation) -> None:
    assert house.floor.deadline("offer", offer.id) == house.at(21)
    assert house.floor.deadline("ring", offer.id) == house.at(2)


def test_a_ringing_leg_gets_its_own_deadline_and_needs_no_hint(house: House, offer: Reservation) -> None:
    assert house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    ringing = house.floor.reservation(offer.id)
    assert (ringing.state, ringing.leg, ringing.deadline) == ("ringing", "CAx", house.at(17))
    assert house.floor.deadline("offer", offer.id) == house.at(17)
    assert house.floor.deadline("ring", offer.id) is None


def test_the_same_leg_may_get_more_time_and_rang_once(house: House, offer: Reservation) -> None:
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    assert house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(30), now=house.at(15))
    assert house.floor.deadline("offer", offer.id) == house.at(30)
    assert house.told("rang") == [("rang", "CA1", "ayse")]


def test_a_second_leg_for_the_same_offer_must_come_down(house: House, offer: Reservation) -> None:
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    assert not house.floor.reservation_rings(offer.id, leg="CAy", deadline=house.at(18), now=house.at(3))
    assert house.floor.reservation(offer.id).leg == "CAx"


def test_a_leg_for_a_settled_offer_must_come_down(house: House, offer: Reservation) -> None:
    house.fails(offer, "rejected", 2)
    assert not house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(3))
    assert not house.floor.reservation_rings("unknown", leg="CAx", deadline=house.at(17), now=house.at(3))


def test_the_accepted_leg_may_be_reported_late(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(3))
    assert house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(4))
    assert house.floor.reservation(offer.id).state == "accepted"


def test_the_pace_of_dialling_does_not_eat_the_agents_time(house: House, offer: Reservation) -> None:
    assert house.floor.ring_later(offer.id, at=house.at(10), now=house.at(1))
    assert house.floor.deadline("ring", offer.id) == house.at(10)
    assert house.floor.deadline("offer", offer.id) == house.at(30)
    assert house.floor.agent_accepts(offer.id, now=house.at(30))


def test_a_ringing_leg_cannot_be_put_off(house: House, offer: Reservation) -> None:
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    assert not house.floor.ring_later(offer.id, at=house.at(10), now=house.at(3))
    assert not house.floor.ring_later("unknown", at=house.at(10), now=house.at(3))


def test_an_agent_accepts_once(house: House, offer: Reservation) -> None:
    accepted = house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(5))
    assert accepted and (accepted.state, accepted.leg) == ("accepted", "CAx")
    assert house.floor.agent_accepts(offer.id, leg="CAy", now=house.at(6)) is None
    assert house.floor.agent_accepts(offer.id, now=house.at(6)) is None
    assert house.call_state("CA1") == "accepted"
    assert house.state("ayse") == ("reserved", "")


def test_the_leg_that_accepted_gets_the_same_answer_again(house: House, offer: Reservation) -> None:
    first = house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(5))
    assert house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(50)) == first
    assert house.told("accepted") == [("accepted", "CA1", "ayse")]


def test_accepting_in_the_last_moment_counts(house: House, offer: Reservation) -> None:
    assert house.floor.agent_accepts(offer.id, now=house.at(21))
    assert not house.floor.offer_fails(offer.id, why="no_answer", now=house.at(21), only_if_due=True).changed


def test_accepting_too_late_does_not_count(house: House, offer: Reservation) -> None:
    assert house.floor.agent_accepts(offer.id, now=house.at(21.001)) is None
    assert house.floor.agent_accepts("unknown", now=house.at(1)) is None


def test_a_timed_out_offer_cannot_be_accepted(house: House, offer: Reservation) -> None:
    assert house.floor.offer_fails(offer.id, why="no_answer", now=house.at(21), only_if_due=True).changed
    assert house.floor.agent_accepts(offer.id, now=house.at(21)) is None


def test_acceptance_is_watched_until_the_caller_is_in_the_room(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, now=house.at(5))
    assert house.due(6.999) == []
    assert house.due(7) == [("bring", "CA1")]
    assert house.floor.parties_meet("CA1", now=house.at(8))
    assert house.due(8) == []


def test_the_sweeper_leaves_an_offer_that_got_more_time(house: House, offer: Reservation) -> None:
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(40), now=house.at(20))
    assert not house.floor.offer_fails(offer.id, why="no_answer", now=house.at(21), only_if_due=True).changed


def test_rona_makes_the_agent_not_ready_and_keeps_the_callers_place(house: House, offer: Reservation) -> None:
    house.calls("CA2", 2)
    moves = house.fails(offer, "no_answer", 21)
    assert house.state("ayse") == ("not_ready", "rona")
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]
    assert [each.id for each in moves.cancels] == [offer.id]
    assert house.told("offer_failed") == [("offer_failed", "CA1", "ayse")]


def test_after_rona_another_ready_agent_gets_the_caller_at_once(house: House, offer: Reservation) -> None:
    house.signs_in("burak", 5)
    assert who(house.fails(offer, "no_answer", 21)) == [("CA1", "burak")]


def test_an_agent_who_comes_back_after_rona_may_get_the_same_caller(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 21)
    assert who(house.signs_in("ayse", 30)) == [("CA1", "ayse")]


@pytest.mark.parametrize("why", ["busy", "failed", "unreachable"])
def test_an_agent_whose_phone_cannot_be_rung_is_not_ready_for_that_reason(
    house: House, offer: Reservation, why: str
) -> None:
    moves = house.fails(offer, why, 3)
    assert house.state("ayse") == ("not_ready", why)
    assert moves.cancels == ()
    assert house.call_state("CA1") == "waiting"


def test_an_agent_who_rejects_is_never_offered_this_caller_again_and_is_ready_at_once(
    house: House, offer: Reservation
) -> None:
    moves = house.fails(offer, "rejected", 3)
    assert (moves.changed, moves.offers) == (True, ())
    assert house.state("ayse") == ("ready", "")
    assert house.floor.call("CA1").refused_by == {"ayse"}
    house.steps_out("ayse", 4)
    assert house.signs_in("ayse", 5).offers == ()
    assert not house.floor.plan_widens("CA1", now=house.at(600)).offers


def test_an_agent_who_rejects_gets_the_next_caller(house: House, offer: Reservation) -> None:
    house.calls("CA2", 2)
    assert who(house.fails(offer, "rejected", 3)) == [("CA2", "ayse")]


def test_a_rejecting_agent_goes_to_the_end_of_the_idle_line(house: House, offer: Reservation) -> None:
    house.signs_in("burak", 2)
    assert who(house.fails(offer, "rejected", 3)) == [("CA1", "burak")]
    house.signs_in("cem", 2)
    assert house.floor.ready("queue:main/1") == ["cem", "ayse"]


def test_the_trace_of_an_offer_says_which_agents_were_passed_over(house: House, offer: Reservation) -> None:
    house.signs_in("burak", 2)
    [second] = house.fails(offer, "rejected", 3).offers
    house.signs_in("cem", 4)
    house.fails(second, "no_answer", 23)
    assert [(e.agent, e.data["side"], e.data.get("skipped")) for e in offered(house)] == [
        ("ayse", "call", None),
        ("burak", "call", None),
        ("cem", "call", ["ayse"]),
    ]


def test_the_trace_of_an_offer_says_which_callers_the_agent_had_refused(house: House, offer: Reservation) -> None:
    house.calls("CA2", 2)
    house.fails(offer, "rejected", 3)
    assert [(e.call, e.data["side"], e.data.get("skipped")) for e in offered(house)] == [
        ("CA1", "call", None),
        ("CA2", "agent", ["CA1"]),
    ]


def offered(house: House) -> list[Happening]:
    return [event for event in house.floor.happenings() if event.kind == "offered"]


def test_the_owners_refusal_opens_the_next_step_at_once(house: House) -> None:
    house.signs_in("ayse")
    house.signs_in("burak")
    [offer] = house.calls("CA1", 1, plan=OWNER_FIRST).offers
    assert offer.agent == "ayse"
    [second] = house.fails(offer, "rejected", 3).offers
    assert (second.agent, second.line, second.step) == ("burak", "agent:burak", 2)


def test_a_caller_whom_everybody_refused_waits_for_somebody_else(house: House, offer: Reservation) -> None:
    house.fails(offer, "rejected", 3)
    assert house.call_state("CA1") == "waiting"
    assert who(house.signs_in("burak", 60)) == [("CA1", "burak")]


def test_many_refusals_do_not_hide_a_caller_further_back(house: House) -> None:
    house.signs_in("ayse")
    for number in range(25):
        [offer] = house.calls(f"CA{number:02}", number).offers
        assert house.fails(offer, "rejected", number).offers == ()
    house.steps_out("ayse", 30)
    house.calls("CAnew", 40)
    assert who(house.signs_in("ayse", 50)) == [("CAnew", "ayse")]


def test_the_carrier_saying_the_caller_is_gone_frees_the_agent(house: House, offer: Reservation) -> None:
    house.calls("CA2", 2)
    assert who(house.fails(offer, "caller_gone", 3)) == [("CA2", "ayse")]
    assert house.call_state("CA1") == "gone"


def test_a_settled_offer_fails_no_more(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, now=house.at(2))
    assert not house.fails(offer, "no_answer", 3).changed
    assert not house.floor.offer_fails("unknown", why="busy", now=house.at(3)).changed


def test_a_call_left_waiting_by_a_failed_offer_opens_the_steps_that_came_due_meanwhile(house: House) -> None:
    house.signs_in("ayse")
    house.talks("CA0", "burak")
    [offer] = house.calls("CA1", 0, plan=OWNER_FIRST).offers
    house.signs_in("cem", 1)
    assert who(house.fails(offer, "no_answer", 46)) == [("CA1", "cem")]


def test_a_stale_name_at_the_head_of_a_line_is_dropped(house: House) -> None:
    keys = house.floor._wire.keys
    with house.floor._wire.answering() as client:
        client.zadd(keys.ready("queue:main/1"), {f"ghost{n}": n for n in range(30)})
        client.zadd(keys.waiting("queue:main/2"), {f"CAghost{n}": n for n in range(30)})
    house.signs_in("ayse", lines=("queue:main/1", "queue:main/2"))
    house.calls("CA1", 1)
    assert house.state("ayse") == ("reserved", "")
    assert house.floor.ready("queue:main/1") == house.waits_in("queue:main/2") == []


def test_a_call_is_offered_in_the_first_line_of_its_plan_that_has_somebody(house: House) -> None:
    house.signs_in("cem", 0, lines=("queue:main/1",))
    house.signs_in("ayse", 5, lines=("agent:ayse", "queue:main/1"))
    [offer] = house.calls("CA1", 6, plan=steps((0, "agent:ayse"), (0, "queue:main/1"))).offers
    assert (offer.agent, offer.line) == ("ayse", "agent:ayse")
