"""The small print of the floor's transitions: clauses nobody thinks of until they are missed."""

import pytest

from routing.reservation import Reservation
from tests.routing.house import OWNER_FIRST, House, steps, who


@pytest.fixture
def offer(house: House) -> Reservation:
    """CA1 is offered to Ayşe at second 1."""
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    return offer


# ── accepting ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_desk_accepts_the_leg_that_rings(house: House, offer: Reservation) -> None:
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    accepted = house.floor.agent_accepts(offer.id, now=house.at(3))
    assert accepted and accepted.leg == house.floor.reservation(offer.id).leg == "CAx"


def test_the_leg_that_talks_already_gets_the_same_answer_again(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(3))
    house.floor.parties_meet("CA1", now=house.at(4))
    again = house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(50))
    assert again and (again.state, again.leg) == ("met", "CAx")
    assert house.floor.agent_accepts(offer.id, leg="CAy", now=house.at(50)) is None


def test_an_accepted_offer_asks_for_no_ring_and_has_no_end(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, leg="CAx", now=house.at(1.5))
    assert house.floor.deadline("ring", offer.id) is None
    assert house.floor.deadline("offer", offer.id) is None
    told = [event for event in house.floor.happenings() if event.kind == "accepted"]
    assert [(e.reservation, e.data) for e in told] == [(offer.id, {"leg": "CAx"})]


# ── callers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_end_before_the_beginning_says_that_nobody_knew_the_call(house: House) -> None:
    house.floor.caller_leaves("CA1", why="hung_up", ended={}, now=house.at(3))
    [end] = [event for event in house.floor.happenings() if event.kind == "ended"]
    assert (end.data, end.agent, end.reservation) == ({"stage": "unknown", "answered": False}, None, None)
    assert house.floor.call("CA1").why == "hung_up"


def test_the_call_says_why_it_is_gone(house: House) -> None:
    house.calls("CA1")
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))
    assert house.floor.call("CA1").why == "hung_up"


def test_who_comes_back_is_told_of_with_why_and_with_the_whole_plan(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="network", now=house.at(5))
    house.floor.caller_returns("CA1", why="dropped", plan=OWNER_FIRST, now=house.at(6))
    told = [event for event in house.floor.happenings() if event.kind == "waiting"][-1]
    assert (told.call, told.agent, told.reservation) == ("CA1", None, None)
    assert (told.data["returned"], told.data["owner"], len(told.data["plan"])) == ("dropped", "ayse", 3)


def test_a_plan_whose_last_step_opened_is_looked_at_no_more(house: House) -> None:
    house.talks("CA0", "ayse")
    house.talks("CA9", "burak")
    house.calls("CA1", 1, plan=steps((0, "agent:ayse"), (30, "agent:burak")))
    assert house.floor.plan_widens("CA1", now=house.at(31)).changed
    assert house.floor.deadline("widen", "CA1") is None


def test_looking_again_at_a_caller_who_does_not_wait_clears_the_deadline(house: House) -> None:
    for call in ("CA1", "nobody"):
        house.floor.set_deadline("widen", call, at=house.at(1))
    house.talks("CA1", "ayse")
    for call in ("CA1", "nobody"):
        assert not house.floor.plan_widens(call, now=house.at(2)).changed
    assert house.due(2) == []


# ── offers that fail ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("why", ["rejected", "no_answer", "busy", "not_rung", "caller_gone"])
def test_a_failed_offer_says_how_it_ended(house: House, offer: Reservation, why: str) -> None:
    assert house.fails(offer, why, 5).changed
    ended = house.floor.reservation(offer.id)
    assert (ended.state, ended.why) == ("withdrawn" if why == "caller_gone" else "failed", why)
    assert house.floor.deadline("offer", offer.id) is None
    assert house.floor.deadline("ring", offer.id) is None
    [told] = [event for event in house.floor.happenings() if event.kind == "offer_failed"]
    assert (told.call, told.agent, told.reservation, told.data) == ("CA1", "ayse", offer.id, {"why": why})


@pytest.mark.parametrize(
    ("why", "rings"), [("rejected", True), ("no_answer", True), ("busy", False), ("failed", False)]
)
def test_only_a_phone_that_may_ring_is_told_to_stop(house: House, offer: Reservation, why: str, rings: bool) -> None:
    assert [each.id for each in house.fails(offer, why, 5).cancels] == ([offer.id] if rings else [])


def test_an_agent_nobody_rang_has_no_pause(house: House, offer: Reservation) -> None:
    house.floor.caller_leaves("CA0", why="hung_up", now=house.at(1))
    assert who(house.fails(offer, "not_rung", 5)) == [("CA1", "ayse")]
    assert house.floor.agent("ayse").paused_until is None
    assert house.floor.deadline("pause", "ayse") is None


# ── conversations ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_offer_dropped_after_acceptance_says_so(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, now=house.at(2))
    house.floor.conversation_ends("CA1", by="agent", now=house.at(3))
    ended = house.floor.reservation(offer.id)
    assert (ended.state, ended.why) == ("failed", "dropped")
    assert house.told("offer_failed") == [("offer_failed", "CA1", "ayse")]


def test_an_agent_whose_line_was_cut_keeps_their_rank_among_the_idle(house: House) -> None:
    house.signs_in("ayse", 0, lines=("agent:ayse", "queue:main/1"))
    house.signs_in("burak", 1, lines=("queue:main/1",))
    [offer] = house.calls("CA1", 2, plan=steps((0, "agent:ayse"))).offers
    house.floor.agent_accepts(offer.id, now=house.at(3))
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(4))
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]
    [offer] = house.calls("CA2", 5, plan=steps((0, "agent:ayse"))).offers
    house.floor.agent_accepts(offer.id, now=house.at(6))
    house.floor.agent_lines("ayse", lines=("queue:main/1",), now=house.at(7))
    house.floor.conversation_ends("CA2", by="network", now=house.at(8))
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]


def test_nobody_hopes_for_an_agent_who_hung_up_themselves(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 0, plan=steps((0, "agent:ayse"), (300, "queue:main/2"))).offers
    house.floor.agent_accepts(offer.id, now=house.at(1))
    house.floor.conversation_ends("CA1", by="agent", now=house.at(2))
    assert house.floor.present("agent:ayse") == frozenset()
    assert house.floor.call("CA1").lines == ("agent:ayse", "queue:main/2")


# ── presence ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_logs_out_has_no_lease(house: House) -> None:
    assert house.signs_in("ayse").changed
    assert house.floor.agent("ayse").presence_until == house.at(43200)
    assert house.steps_out("ayse", 1, state="logged_out", reason="").changed
    assert house.floor.agent("ayse").presence_until is None


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_answered_to_a_call_from_its_beginning_is_all_there_is(house: House) -> None:
    house.floor.keep_answer("CA1", "inbound", "<Response/>", whole=True, now=house.at(0))
    house.floor.keep_answer("CA2", "inbound", "<Response/>", now=house.at(0))
    assert house.floor.answer("CA1", "turn").whole
    assert not house.floor.answer("CA2", "turn").whole
    [first, _] = [event for event in house.floor.happenings() if event.kind == "webhook_answer"]
    assert (first.agent, first.reservation) == (None, None)


def test_what_an_earlier_floor_answered_may_not_be_all(house: House) -> None:
    house.floor.keep_answer("CA1", "inbound", "<Response/>", whole=True, now=house.at(0))
    house.floor.begin_epoch(2, now=house.at(1))
    remembered = house.floor.answer("CA1", "inbound")
    assert (remembered.body, remembered.whole) == ("<Response/>", False)


def test_an_agent_seen_for_the_first_time_is_held_by_nobody(house: House) -> None:
    house.signs_in("ayse")
    fresh = house.floor.agent("ayse")
    assert (fresh.call, fresh.reservation, fresh.wrap_up_until, fresh.paused_until) == (None, None, None, None)
    assert (fresh.no_answers, fresh.handled_seconds, fresh.since) == (0, 0, house.at(0))


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

TWO_STEPS = steps((0, "queue:main/1"), (60, "queue:main/2"))


def test_a_line_that_still_has_people_keeps_its_callers_waiting(house: House) -> None:
    house.talks("CA8", "ayse")
    house.talks("CA9", "burak")
    house.calls("CA1", 1, plan=TWO_STEPS)
    house.floor.agent_lines("burak", lines=("agent:burak",), now=house.at(2))
    assert house.due(2) == []


def test_who_learns_while_they_talk_is_hoped_for_in_the_new_line(house: House) -> None:
    house.talks("CA8", "ayse")
    house.floor.agent_lines("ayse", lines=("agent:ayse", "queue:main/2"), now=house.at(2))
    assert house.floor.present("queue:main/2") == {"ayse"}
    assert house.floor.present("queue:main/1") == frozenset()


def test_who_learns_at_lunch_is_not_hoped_for(house: House) -> None:
    house.signs_in("ayse", state="not_ready", reason="lunch")
    house.floor.agent_lines("ayse", lines=("agent:ayse", "queue:main/2"), now=house.at(2))
    assert house.floor.present("queue:main/2") == frozenset()


def test_a_refused_caller_looks_again_when_the_last_other_hope_loses_the_skill(house: House) -> None:
    house.talks("CA9", "burak")
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1, plan=TWO_STEPS).offers
    house.fails(offer, "rejected", 2)
    assert house.due(2) == []
    house.floor.agent_lines("burak", lines=("agent:burak",), now=house.at(3))
    assert house.due(3) == [("widen", "CA1")]


# ── what is told of agents ───────────────────────────────────────────────────────────────────────────────────────


def test_the_journal_names_the_reservation_while_there_is_one(house: House, offer: Reservation) -> None:
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(5))
    told = [(e.data["to"], e.call, e.reservation) for e in house.floor.happenings() if e.kind == "agent_state"]
    assert told == [("ready", None, None), ("reserved", "CA1", offer.id), ("ready", None, None)]


def test_another_reason_for_being_logged_out_is_a_change(house: House) -> None:
    house.signs_in("ayse", until=house.at(10))
    house.floor.presence_expires("ayse", now=house.at(10))
    assert house.state("ayse") == ("logged_out", "shift_over")
    house.steps_out("ayse", 20, state="logged_out", reason="")
    assert house.state("ayse") == ("logged_out", "")
    house.signs_in("ayse", 30, state="logged_out", reason="")
    assert len([e for e in house.floor.happenings() if e.kind == "agent_state"]) == 3


def test_who_learns_while_ready_is_ready_in_the_new_line_and_keeps_their_rank(house: House) -> None:
    house.signs_in("ayse", 0)
    house.signs_in("burak", 1, lines=("queue:main/2",))
    house.floor.agent_lines("ayse", lines=("queue:main/1", "queue:main/2"), now=house.at(5))
    assert house.floor.ready("queue:main/2") == ["ayse", "burak"]
    assert (house.floor.ready("queue:main/1"), house.floor.ready("agent:ayse")) == (["ayse"], [])


def test_after_a_conversation_nothing_holds_the_agent(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="agent", now=house.at(5))
    freed = house.floor.agent("ayse")
    assert (freed.call, freed.reservation, freed.wrap_up_until) == (None, None, house.at(65))


def test_a_caller_who_waits_is_known_with_all_there_is_to_know(house: House) -> None:
    house.talks("CA9", "ayse")
    house.calls("CA1", 5, plan=OWNER_FIRST, place=3, boost_seconds=1)
    known = house.floor.call("CA1")
    assert (known.owner, known.queue, known.lines, known.step) == ("ayse", "main", ("agent:ayse",), 1)
    assert (known.agent, known.reservation, known.refused_by, known.why) == (None, None, frozenset(), "")
    assert (known.place_at, known.score) == (house.at(3), int(house.at(2).timestamp() * 1000))
    told = [event for event in house.floor.happenings() if (event.kind, event.call) == ("waiting", "CA1")]
    assert [(event.agent, event.reservation, event.data["owner"]) for event in told] == [(None, None, "ayse")]


def test_of_another_plan_nothing_has_opened_while_the_phone_rings(house: House, offer: Reservation) -> None:
    house.floor.plan_changes("CA1", plan=TWO_STEPS, now=house.at(2))
    known = house.floor.call("CA1")
    assert (known.state, known.step, known.lines, known.reservation) == ("reserved", 0, (), offer.id)
