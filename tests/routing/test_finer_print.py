"""More small print: what the journal and the moves say of an offer, and who is found behind whom."""

from collections.abc import Callable

import pytest
from redis import Redis

from routing.boosts import Boost
from routing.floor import Floor
from routing.plan import Plan
from routing.reservation import Reservation
from routing.step import Reason
from routing.timing import Timing
from tests.routing.house import EVERYBODY, House, steps, who
from tests.routing.test_epoch import restore_agent

HERS = steps((0, "agent:ayse"))
VIP = Boost(name="vip", seconds=60)


@pytest.fixture
def offer(house: House) -> Reservation:
    """CA1, whose place is second 0, is offered to Ayşe at second 1."""
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1, place=0).offers
    return offer


def data_of(house: House, kind: str, call: str = "CA1") -> list[dict[str, object]]:
    return [dict(e.data) for e in house.floor.happenings() if (e.kind, e.call) == (kind, call)]


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_offer_says_how_long_the_caller_waited(house: House, offer: Reservation) -> None:
    assert [told["waited"] for told in data_of(house, "offered")] == [1000]


def test_the_end_of_a_conversation_says_who_ended_it(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="network", now=house.at(5))
    house.talks("CA2", "burak")
    house.floor.caller_leaves("CA2", why="hung_up", now=house.at(5))
    house.talks("CA3", "cem")
    house.floor.caller_returns("CA3", why="dropped", now=house.at(5))
    assert [data_of(house, "left", call) for call in ("CA1", "CA2", "CA3")] == [
        [{"by": "network"}],
        [{"by": "caller"}],
        [{"by": "dropped"}],
    ]


def test_a_caller_who_waits_is_told_of_with_the_reasons_and_the_boosts_of_their_plan(house: House) -> None:
    why = Plan(steps=HERS.steps, queue="main", reasons=(Reason(key="owner", args={"agent": "ayse"}),), boosts=(VIP,))
    house.calls("CA1", 0, plan=why)
    [told] = data_of(house, "waiting")
    assert told["reasons"] == [{"key": "owner", "args": {"agent": "ayse"}}]
    assert told["boosts"] == [["vip", 60]]
    house.calls("CA2", 0, plan=HERS)
    [plain] = data_of(house, "waiting", "CA2")
    assert "reasons" not in plain and "boosts" not in plain


def test_a_step_that_opens_says_whether_it_was_due(house: House) -> None:
    house.talks("CA8", "ayse")
    house.talks("CA9", "burak")
    house.calls("CA1", 0, plan=steps((0, "agent:ayse"), (30, "agent:burak"), (90, "queue:main/2")))
    house.floor.plan_widens("CA1", now=house.at(30))
    for agent in ("ayse", "burak"):
        house.steps_out(agent, 40)
    house.floor.plan_widens("CA1", now=house.at(41))
    events = [event for event in house.floor.happenings() if event.kind == "widened"]
    assert [(e.data["step"], e.data["early"], e.data["lines"]) for e in events] == [
        (2, False, ["agent:ayse", "agent:burak"]),
        (3, True, ["agent:ayse", "agent:burak", "queue:main/2"]),
    ]
    assert [(event.agent, event.reservation) for event in events] == [(None, None)] * 2


def test_steps_behind_one_that_opened_early_come_sooner_by_as_much(house: House) -> None:
    house.talks("CA9", "burak")
    house.calls("CA1", 10, plan=steps((0, "agent:ayse"), (30, "agent:burak"), (50, "queue:main/2")))
    assert house.floor.call("CA1").lines == ("agent:ayse", "agent:burak")
    assert house.floor.deadline("widen", "CA1") == house.at(30)
    assert not house.floor.plan_widens("CA1", now=house.at(29.999)).changed
    assert house.floor.plan_widens("CA1", now=house.at(30)).changed


def test_the_menu_is_told_without_a_reservation(house: House, offer: Reservation) -> None:
    house.floor.caller_steps_aside("CA1", why="menu", now=house.at(3))
    [told] = [event for event in house.floor.happenings() if event.kind == "stepped_aside"]
    assert (told.reservation, told.data) == (None, {"why": "menu"})


def test_a_line_may_be_named_in_quotes(house: House) -> None:
    line = 'queue:main/1?product == "Wi-Fi" and\tlang.tr'
    house.signs_in("ayse", lines=(line,))
    [offer] = house.calls("CA1", 1, plan=steps((0, line))).offers
    assert offer.line == house.floor.reservation(offer.id).line == line
    assert [told["line"] for told in data_of(house, "offered")] == [line]


def test_who_must_stop_ringing_is_told_with_leg_and_reason(house: House, offer: Reservation) -> None:
    assert (offer.leg, offer.why) == ("", "")
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(17), now=house.at(2))
    [cancelled] = house.fails(offer, "no_answer", 17).cancels
    assert (cancelled.id, cancelled.leg, cancelled.why, cancelled.state) == (offer.id, "CAx", "no_answer", "failed")


def test_two_offers_of_one_moment_have_names_of_their_own(house: House, offer: Reservation) -> None:
    house.calls("CA2", 2, plan=HERS)
    house.signs_in("burak", 3)
    first, second = house.fails(offer, "rejected", 4).offers
    assert {(first.call, first.agent), (second.call, second.agent)} == {("CA1", "burak"), ("CA2", "ayse")}
    assert first.id != second.id
    assert [len(each.id) for each in (first, second)] == [32, 32]


# ── offers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_saying_ready_while_it_rings_changes_nothing(house: House, offer: Reservation) -> None:
    moves = house.signs_in("ayse", 2)
    assert (moves.offers, moves.cancels) == ((), ())
    assert house.floor.reservation(offer.id).state == "offered"
    assert house.state("ayse") == ("reserved", "")


def test_leaving_while_it_rings_is_how_the_offer_ended(house: House, offer: Reservation) -> None:
    house.steps_out("ayse", 2)
    ended = house.floor.reservation(offer.id)
    assert (ended.state, ended.why) == ("failed", "agent_left")


def test_a_caller_who_waits_again_is_held_by_nobody(house: House, offer: Reservation) -> None:
    house.fails(offer, "no_answer", 5)
    known = house.floor.call("CA1")
    assert (known.agent, known.reservation) == (None, None)
    assert [(each.id, each.score) for each in house.floor.waiting_for("main")] == [("CA1", known.score)]


def test_a_caller_offered_again_in_the_same_moment_stands_in_no_line(house: House, offer: Reservation) -> None:
    assert who(house.fails(offer, "not_rung", 5)) == [("CA1", "ayse")]
    assert (house.waits_in("queue:main/1"), house.floor.waiting_for("main")) == ([], [])


def test_a_longer_wrap_up_ends_when_it_was_said_to(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="agent", now=house.at(0))
    house.floor.wrap_up_extends("ayse", until=house.at(120), now=house.at(50))
    assert house.floor.deadline("wrap", "ayse") == house.floor.agent("ayse").wrap_up_until == house.at(120)


# ── who is found behind whom ─────────────────────────────────────────────────────────────────────────────────────


def refused_by_ayse(house: House, call: str, line: str, at: float) -> None:
    house.signs_in("ayse", at, lines=(line,))
    [offer] = house.calls(call, at, plan=steps((0, line))).offers
    house.fails(offer, "rejected", at)
    house.steps_out("ayse", at)


@pytest.mark.parametrize(("in_north", "in_south", "first"), [(50, 40, "south"), (40, 50, "north")])
def test_behind_callers_an_agent_refused_the_oldest_of_all_lines_is_found(
    house: House, in_north: float, in_south: float, first: str
) -> None:
    refused_by_ayse(house, "CA-1", "team:north", 1)
    refused_by_ayse(house, "CA-2", "team:south", 2)
    house.calls("CA-north", in_north, plan=steps((0, "team:north")))
    house.calls("CA-south", in_south, plan=steps((0, "team:south")))
    assert who(house.signs_in("ayse", 60, lines=("team:north", "team:south"))) == [(f"CA-{first}", "ayse")]


def test_many_names_that_are_no_longer_true_hide_nobody(house: House, redis: Redis) -> None:
    line = house.floor._wire.keys.waiting("queue:main/1")
    redis.zadd(line, {f"CA-gone-{number}": number for number in range(35)})
    house.calls("CA-1", 1)
    assert who(house.signs_in("ayse", 2)) == [("CA-1", "ayse")]
    assert redis.zcard(line) == 0


def test_a_caller_held_by_another_is_passed_over_behind_a_refused_one(house: House, redis: Redis) -> None:
    refused_by_ayse(house, "CA-1", "queue:main/1", 1)
    house.signs_in("burak", 2, lines=("agent:burak",))
    assert house.calls("CA-2", 2, plan=steps((0, "agent:burak"), (0, "queue:main/1"))).offers
    redis.zadd(house.floor._wire.keys.waiting("queue:main/1"), {"CA-2": int(house.at(2).timestamp() * 1000)})
    house.calls("CA-3", 3)
    assert who(house.signs_in("ayse", 4)) == [("CA-3", "ayse")]


def test_a_caller_who_stands_in_a_line_that_is_not_theirs_is_passed_over(house: House, redis: Redis) -> None:
    house.calls("CA-1", 1, plan=steps((0, "team:south")))
    for line in ("team:north", "queue:main/1"):
        redis.zadd(house.floor._wire.keys.waiting(line), {"CA-1": 1})
    refused_by_ayse(house, "CA-2", "queue:main/1", 2)
    assert house.signs_in("ayse", 3, lines=("team:north", "queue:main/1")).offers == ()


# ── whose turn it is among the idle ──────────────────────────────────────────────────────────────────────────────


def idle(house: House) -> list[str]:
    return house.floor.ready("queue:main/1")


def test_who_becomes_ready_and_is_offered_a_caller_at_once_counts_as_idle_since_then(house: House) -> None:
    house.signs_in("ayse", 1, state="not_ready", reason="lunch")
    house.calls("CA1", 2, plan=HERS)
    house.calls("CA2", 3, plan=HERS)
    house.signs_in("burak", 5)
    assert who(house.signs_in("ayse", 10)) == [("CA1", "ayse")]
    house.signs_in("cem", 15)
    assert who(house.floor.caller_leaves("CA1", why="hung_up", now=house.at(20))) == [("CA2", "ayse")]
    house.floor.caller_leaves("CA2", why="hung_up", now=house.at(21))
    assert idle(house) == ["burak", "ayse", "cem"]


def test_after_a_refusal_and_a_caller_who_hung_up_the_agent_is_last(house: House) -> None:
    house.signs_in("ayse", 1)
    house.calls("CA1", 2, plan=HERS)
    house.calls("CA2", 3, plan=HERS)
    house.signs_in("burak", 5)
    house.floor.offer_fails(str(house.floor.call("CA1").reservation), why="rejected", now=house.at(10))
    house.floor.caller_leaves("CA2", why="hung_up", now=house.at(12))
    assert idle(house) == ["burak", "ayse"]


# ── breathers ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def relieved(house: House, redis: Redis, new_id: Callable[[], str]) -> House:
    timing = Timing(relief_after_seconds=300, relief_seconds=45, wrap_up_seconds=10)
    return House(floor=Floor(redis, site="centre", new_id=new_id, timing=timing), clock=house.clock)


def test_who_logged_out_in_between_has_had_a_breath(relieved: House) -> None:
    relieved.signs_in("ayse")
    relieved.meets(relieved.calls("CA1", 0).offers[0], 0)
    relieved.floor.conversation_ends("CA1", by="caller", wrap_up_seconds=0, now=relieved.at(200))
    relieved.steps_out("ayse", 201, state="logged_out", reason="")
    relieved.signs_in("ayse", 202)
    relieved.meets(relieved.calls("CA2", 203).offers[0], 203)
    relieved.floor.conversation_ends("CA2", by="caller", wrap_up_seconds=0, now=relieved.at(400))
    assert relieved.state("ayse") == ("ready", "")


def test_of_whom_nothing_is_known_after_a_rebuild_no_breather_is_due(relieved: House) -> None:
    relieved.floor.begin_epoch(2, now=relieved.at(100))
    restore_agent(relieved, "ayse", wrap_up_until=130)
    relieved.floor.finish_rebuild(now=relieved.at(100))
    relieved.floor.wrap_up_ends("ayse", now=relieved.at(110))
    assert relieved.state("ayse") == ("ready", "")


# ── restored ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_restored_offers_plan_goes_on_from_its_own_second_0(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse", lines=("agent:ayse",))
    restore_agent(house, "deniz", lines=("agent:ayse",), wrap_up_until=500)
    house.floor.restore_offer(
        "CA1", agent="ayse", reservation="r1", leg="leg-1", step=1, plan=steps((0, "agent:ayse"), (30, "team:north")),
        place_at=house.at(40), waiting_since=house.at(98), since=house.at(99), deadline=house.at(110),
        now=house.at(100),
    )  # fmt: skip
    house.floor.finish_rebuild(now=house.at(100))
    house.floor.offer_fails("r1", why="busy", now=house.at(101))
    assert house.floor.deadline("widen", "CA1") == house.at(128)


def test_a_restored_offer_of_a_later_step_has_all_lines_up_to_it(house: House) -> None:
    house.floor.begin_epoch(2, now=house.at(100))
    restore_agent(house, "ayse")
    house.floor.restore_offer(
        "CA1", agent="ayse", reservation="r1", leg="leg-1", step=2, plan=steps((0, "team:north"), (5, "queue:main/1")),
        place_at=house.at(40), waiting_since=house.at(40), since=house.at(99), deadline=house.at(110),
        now=house.at(100),
    )  # fmt: skip
    assert house.floor.call("CA1").lines == ("team:north", "queue:main/1")
    assert EVERYBODY.steps[0].line in house.floor.call("CA1").lines
