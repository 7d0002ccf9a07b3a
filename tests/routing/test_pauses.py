"""An agent is left alone for a while by the house's doing, and takes calls again by themselves."""

from collections.abc import Callable

import pytest
from redis import Redis

from routing.floor import Floor
from routing.reservation import Reservation
from routing.timing import Timing
from tests.routing.house import OWNER_FIRST, House, steps, who

OFFERED = 1


@pytest.fixture
def offer(house: House) -> Reservation:
    """CA1 is offered to Ayşe at second 1."""
    house.signs_in("ayse")
    [offer] = house.calls("CA1", OFFERED).offers
    return offer


@pytest.fixture
def timed(house: House, redis: Redis, new_id: Callable[[], str]) -> Callable[..., House]:
    """The same house with other rules about time."""

    def with_timing(**rules: float) -> House:
        timing = Timing(**rules)  # type: ignore[arg-type]
        return House(floor=Floor(redis, site="centre", new_id=new_id, timing=timing), clock=house.clock)

    return with_timing


def paused_until(house: House, agent: str) -> object:
    return house.floor.agent(agent).paused_until


@pytest.mark.parametrize(
    ("why", "seconds", "reason"),
    [("no_answer", 30, "rona"), ("busy", 60, "busy"), ("failed", 60, "failed"), ("unreachable", 60, "unreachable")],
)
def test_each_reason_has_a_pause_of_its_own(
    house: House, offer: Reservation, why: str, seconds: float, reason: str
) -> None:
    house.fails(offer, why, 10)
    assert house.state("ayse") == ("not_ready", reason)
    assert paused_until(house, "ayse") == house.at(10 + seconds)
    assert house.due(10 + seconds - 0.001) == []
    assert ("pause", "ayse") in house.due(10 + seconds)


def test_after_the_pause_the_agent_takes_calls_again_by_themselves(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    assert who(house.floor.pause_ends("ayse", now=house.at(40), only_if_due=True)) == [("CA1", "ayse")]
    assert paused_until(house, "ayse") is None
    assert house.floor.deadline("pause", "ayse") is None


def test_a_pause_that_ends_with_nobody_waiting_leaves_the_agent_ready(house: House, offer: Reservation) -> None:
    house.fails(offer, "busy", 10)
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(20))
    assert house.floor.pause_ends("ayse", now=house.at(70)).changed
    assert house.state("ayse") == ("ready", "")
    assert house.floor.agent("ayse").since == house.at(70)
    assert who(house.calls("CA2", 80)) == [("CA2", "ayse")]


def test_the_sweeper_does_not_end_a_pause_before_its_time(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    assert not house.floor.pause_ends("ayse", now=house.at(39.999), only_if_due=True).changed
    assert house.state("ayse") == ("not_ready", "rona")
    assert house.floor.pause_ends("ayse", now=house.at(39.999)).changed


def test_a_pause_that_is_none_does_not_end_and_has_no_deadline(house: House) -> None:
    house.signs_in("ayse")
    house.floor.set_deadline("pause", "ayse", at=house.at(1))
    house.floor.set_deadline("pause", "nobody", at=house.at(1))
    assert not house.floor.pause_ends("ayse", now=house.at(2)).changed
    assert not house.floor.pause_ends("nobody", now=house.at(2)).changed
    assert house.due(2) == []


def test_what_the_agent_says_themselves_ends_the_pause(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    assert who(house.signs_in("ayse", 12)) == [("CA1", "ayse")]
    assert paused_until(house, "ayse") is None
    assert house.floor.deadline("pause", "ayse") is None


def test_an_agent_who_goes_to_lunch_during_a_pause_stays_at_lunch(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    house.steps_out("ayse", 12)
    assert house.state("ayse") == ("not_ready", "lunch")
    assert paused_until(house, "ayse") is None
    assert not house.floor.pause_ends("ayse", now=house.at(40)).changed


def test_nobody_hopes_for_an_agent_who_is_left_alone(house: House) -> None:
    house.signs_in("ayse")
    house.signs_in("burak")
    [offer] = house.calls("CA1", 1, plan=OWNER_FIRST).offers
    assert who(house.fails(offer, "no_answer", 5)) == [("CA1", "burak")]
    assert house.floor.present("agent:ayse") == frozenset()
    house.floor.pause_ends("ayse", now=house.at(35))
    assert house.floor.present("agent:ayse") == {"ayse"}


def test_the_journal_says_until_when_an_agent_is_left_alone(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    last = [event for event in house.floor.happenings() if event.kind == "agent_state"][-1]
    assert (last.data["to"], last.data["reason"]) == ("not_ready", "rona")
    assert last.data["until"] == int(house.at(40).timestamp() * 1000)
    house.floor.pause_ends("ayse", now=house.at(40))
    told = [event for event in house.floor.happenings() if event.kind == "agent_state" and event.at == house.at(40)]
    assert told and all("until" not in event.data for event in told)


def test_the_second_no_answer_in_a_row_is_for_the_agent_to_end(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    [again] = house.floor.pause_ends("ayse", now=house.at(40)).offers
    house.fails(again, "no_answer", 60)
    assert house.state("ayse") == ("not_ready", "rona")
    assert paused_until(house, "ayse") is None
    assert house.floor.agent("ayse").presence == "not_ready"
    assert house.floor.deadline("pause", "ayse") is None
    assert house.floor.agent("ayse").no_answers == 2
    assert who(house.signs_in("ayse", 70)) == [("CA1", "ayse")]
    assert house.floor.agent("ayse").no_answers == 0


@pytest.mark.parametrize(("why", "counted"), [("failed", 1), ("unreachable", 1), ("busy", 0), ("not_rung", 0)])
def test_what_counts_as_no_answer(house: House, offer: Reservation, why: str, counted: int) -> None:
    house.fails(offer, why, 10)
    assert house.floor.agent("ayse").no_answers == counted


def test_an_unreachable_phone_the_second_time_is_for_the_agent_to_mend(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    [again] = house.floor.pause_ends("ayse", now=house.at(40)).offers
    house.fails(again, "unreachable", 41)
    assert house.state("ayse") == ("not_ready", "unreachable")
    assert house.floor.agent("ayse").presence == "not_ready"


def test_an_answered_call_forgets_the_unanswered_ones(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 10)
    [again] = house.floor.pause_ends("ayse", now=house.at(40)).offers
    house.meets(again, 45)
    assert house.floor.agent("ayse").no_answers == 0


def test_an_agent_who_stepped_out_while_it_rang_is_not_left_alone_besides(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, now=house.at(2))
    house.steps_out("ayse", 3)
    house.floor.conversation_ends("CA1", by="network", now=house.at(4))
    assert house.state("ayse") == ("not_ready", "lunch")
    assert paused_until(house, "ayse") is None


def test_after_a_refusal_there_may_be_a_pause(timed: Callable[..., House]) -> None:
    house = timed(reject_pause_seconds=5)
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.calls("CA2", 2)
    assert house.fails(offer, "rejected", 10).offers == ()
    assert house.state("ayse") == ("not_ready", "rejected")
    assert paused_until(house, "ayse") == house.at(15)
    assert who(house.floor.pause_ends("ayse", now=house.at(15), only_if_due=True)) == [("CA2", "ayse")]


def test_how_many_unanswered_calls_are_too_many_is_the_centres_rule(timed: Callable[..., House]) -> None:
    house = timed(most_no_answers=1)
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.fails(offer, "no_answer", 10)
    assert (house.state("ayse"), paused_until(house, "ayse")) == (("not_ready", "rona"), None)


# ── rests ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_ready_agent_may_be_given_a_rest(house: House) -> None:
    house.signs_in("ayse")
    assert house.floor.agent_rests("ayse", seconds=20, reason="breather", now=house.at(5)).changed
    assert house.state("ayse") == ("not_ready", "breather")
    assert paused_until(house, "ayse") == house.at(25)
    assert house.calls("CA1", 6).offers == ()
    assert who(house.floor.pause_ends("ayse", now=house.at(25), only_if_due=True)) == [("CA1", "ayse")]


def test_only_a_ready_agent_is_given_a_rest(house: House) -> None:
    house.talks("CA1", "ayse")
    house.signs_in("burak", state="not_ready", reason="lunch")
    for agent in ("ayse", "burak", "nobody"):
        assert not house.floor.agent_rests(agent, seconds=20, reason="breather", now=house.at(5)).changed
    assert (house.state("ayse"), house.state("burak")) == (("talking", ""), ("not_ready", "lunch"))


def test_after_a_hard_call_wrap_up_is_followed_by_a_rest(house: House) -> None:
    house.talks("CA1", "ayse")
    house.calls("CA2", 2)
    house.floor.conversation_ends("CA1", by="agent", now=house.at(10))
    moves = house.floor.wrap_up_ends("ayse", rest_seconds=120, rest_reason="cool_down", now=house.at(20))
    assert (moves.changed, moves.offers) == (True, ())
    assert house.state("ayse") == ("not_ready", "cool_down")
    assert paused_until(house, "ayse") == house.at(140)
    assert who(house.floor.pause_ends("ayse", now=house.at(140))) == [("CA2", "ayse")]


def test_an_agent_who_goes_to_lunch_after_a_hard_call_needs_no_rest(house: House) -> None:
    house.talks("CA1", "ayse")
    house.steps_out("ayse", 5)
    house.floor.conversation_ends("CA1", by="agent", now=house.at(10))
    house.floor.wrap_up_ends("ayse", rest_seconds=120, rest_reason="cool_down", now=house.at(20))
    assert (house.state("ayse"), paused_until(house, "ayse")) == (("not_ready", "lunch"), None)
    assert house.floor.deadline("pause", "ayse") is None


# ── a breather after long work ───────────────────────────────────────────────────────────────────────────────────

BREATHER = {"relief_after_seconds": 300, "relief_seconds": 45, "wrap_up_seconds": 10}


def work(house: House, call: str, begins: float, ends: float) -> None:
    """Ayşe has this caller from `begins`, and the notes written at `ends`."""
    house.calls(call, begins, plan=steps((0, "agent:ayse")))
    [reservation] = [house.floor.agent("ayse").reservation]
    assert house.floor.agent_accepts(str(reservation), now=house.at(begins))
    house.floor.parties_meet(call, now=house.at(begins))
    house.floor.caller_leaves(call, why="hung_up", now=house.at(ends - 1))
    house.floor.wrap_up_ends("ayse", now=house.at(ends))


def test_so_long_without_a_breath_and_a_breather_is_due(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    work(house, "CA1", 0, 200)
    assert house.state("ayse") == ("ready", "")
    work(house, "CA2", 201, 300)
    assert house.state("ayse") == ("not_ready", "breather")
    assert paused_until(house, "ayse") == house.at(345)


def test_a_moment_less_than_so_long_is_no_reason_for_a_breather(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    work(house, "CA1", 0, 299.999)
    assert house.state("ayse") == ("ready", "")


def test_who_was_free_for_a_minute_has_had_a_breath(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    work(house, "CA1", 0, 200)
    work(house, "CA2", 260, 400)
    assert house.state("ayse") == ("ready", "")
    work(house, "CA3", 459.999, 560)
    assert house.state("ayse") == ("not_ready", "breather")


def test_after_the_breather_the_count_begins_anew(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    work(house, "CA1", 0, 310)
    house.floor.pause_ends("ayse", now=house.at(355))
    work(house, "CA2", 356, 600)
    assert house.state("ayse") == ("ready", "")


def test_an_agent_who_stepped_out_has_had_a_breath(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    work(house, "CA1", 0, 200)
    house.steps_out("ayse", 201)
    house.signs_in("ayse", 210, lines=("agent:ayse",))
    work(house, "CA2", 211, 400)
    assert house.state("ayse") == ("ready", "")


def test_the_breather_waits_for_nobody_where_there_is_no_wrap_up(timed: Callable[..., House]) -> None:
    house = timed(relief_after_seconds=300, relief_seconds=45, wrap_up_seconds=0)
    house.signs_in("ayse")
    house.meets(house.calls("CA1", 0).offers[0], 0)
    house.calls("CA2", 1)
    assert house.floor.conversation_ends("CA1", by="caller", now=house.at(300)).offers == ()
    assert house.state("ayse") == ("not_ready", "breather")


def test_a_rest_after_a_hard_call_stands_for_the_breather(timed: Callable[..., House]) -> None:
    house = timed(**BREATHER)
    house.signs_in("ayse")
    house.meets(house.calls("CA1", 0).offers[0], 0)
    house.floor.conversation_ends("CA1", by="caller", now=house.at(400))
    house.floor.wrap_up_ends("ayse", rest_seconds=120, rest_reason="cool_down", now=house.at(405))
    assert (house.state("ayse"), paused_until(house, "ayse")) == (("not_ready", "cool_down"), house.at(525))


def test_without_the_rule_nobody_is_given_a_breather(house: House) -> None:
    house.signs_in("ayse")
    work(house, "CA1", 0, 9000)
    assert house.state("ayse") == ("ready", "")


# ── who comes first ──────────────────────────────────────────────────────────────────────────────────────────────


def test_time_with_callers_and_their_paperwork_is_counted(house: House) -> None:
    house.talks("CA1", "ayse", 10)
    house.floor.conversation_ends("CA1", by="agent", now=house.at(100))
    house.floor.wrap_up_ends("ayse", now=house.at(130))
    assert house.floor.agent("ayse").handled_seconds == 120
    house.steps_out("ayse", 140)
    house.signs_in("ayse", 150)
    assert house.floor.agent("ayse").handled_seconds == 120


def test_a_new_shift_begins_at_nothing(house: House) -> None:
    house.talks("CA1", "ayse", 10)
    house.floor.conversation_ends("CA1", by="agent", wrap_up_seconds=0, now=house.at(100))
    house.steps_out("ayse", 140, state="logged_out", reason="")
    house.signs_in("ayse", 150)
    assert house.floor.agent("ayse").handled_seconds == 0


def test_the_centre_may_let_whoever_handled_least_come_first(timed: Callable[..., House]) -> None:
    house = timed(least_handled=True, wrap_up_seconds=0)
    for agent, ends in (("ayse", 200), ("burak", 100)):
        house.talks(f"CA-{agent}", agent, 0)
        house.floor.conversation_ends(f"CA-{agent}", by="agent", now=house.at(ends))
    house.steps_out("burak", 150)
    house.signs_in("burak", 300)
    assert house.floor.ready("queue:main/1") == ["burak", "ayse"]
    assert who(house.calls("CA1", 301)) == [("CA1", "burak")]


def test_otherwise_the_longest_idle_comes_first(house: House) -> None:
    for agent, ends in (("ayse", 200), ("burak", 100)):
        house.talks(f"CA-{agent}", agent, 0)
        house.floor.conversation_ends(f"CA-{agent}", by="agent", wrap_up_seconds=0, now=house.at(ends))
    house.steps_out("burak", 150)
    house.signs_in("burak", 300)
    assert who(house.calls("CA1", 301)) == [("CA1", "ayse")]
