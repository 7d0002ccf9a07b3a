"""Every fact of a restored agent, conversation and offer is what it was."""

import pytest

from routing.errors import FloorOpen
from routing.plan import Plan, Step
from tests.routing.house import EVERYBODY, OWNER_FIRST, House, who

WITH_REASONS = Plan(
    steps=(
        Step(after_seconds=0, line="agent:ayse", why="owner"),
        Step(after_seconds=30, line="queue:main/1", why="ring"),
    ),
    queue="main",
    owner="ayse",
)


@pytest.fixture
def rebuilding(house: House) -> House:
    house.floor.begin_epoch(2, now=house.at(100))
    return house


def restores(house: House, agent: str = "ayse", **facts: object) -> None:
    known = {"state": "ready", "since": house.at(50), "lines": ("agent:ayse", "queue:main/1"), "until": house.at(43200)}
    house.floor.restore_agent(agent, **{**known, "endpoint": "phone", "now": house.at(100), **facts})  # type: ignore[arg-type]


def restores_talk(house: House, *, met: bool) -> bool:
    return house.floor.restore_conversation(
        "CA1", agent="ayse", reservation="r1", leg="leg-1", plan=WITH_REASONS, place_at=house.at(40),
        since=house.at(60), met=met, now=house.at(100),
    )  # fmt: skip


@pytest.mark.parametrize("extended", [True, False])
def test_notes_that_had_more_time_get_no_more(rebuilding: House, extended: bool) -> None:
    restores(rebuilding, wrap_up_until=rebuilding.at(150), extended=extended)
    rebuilding.floor.finish_rebuild(now=rebuilding.at(100))
    again = rebuilding.floor.wrap_up_extends("ayse", until=rebuilding.at(200), now=rebuilding.at(101))
    assert again is not extended


def test_an_agent_at_lunch_is_at_lunch(rebuilding: House) -> None:
    restores(rebuilding, state="not_ready", reason="lunch")
    assert rebuilding.state("ayse") == ("not_ready", "lunch")
    assert rebuilding.floor.agent("ayse").presence_until == rebuilding.at(43200)
    assert rebuilding.floor.deadline("wrap", "ayse") is None
    assert rebuilding.floor.deadline("pause", "ayse") is None


def test_an_agent_who_is_logged_out_has_no_lease(rebuilding: House) -> None:
    restores(rebuilding, state="logged_out")
    assert rebuilding.floor.agent("ayse").presence_until is None
    assert rebuilding.due(99999) == []


def test_a_pause_goes_on_until_its_end(rebuilding: House) -> None:
    restores(rebuilding, paused_until=rebuilding.at(130), pause_reason="rona")
    assert rebuilding.state("ayse") == ("not_ready", "rona")
    assert rebuilding.floor.agent("ayse").paused_until == rebuilding.at(130)
    assert rebuilding.floor.deadline("pause", "ayse") == rebuilding.at(130)
    assert rebuilding.floor.ready("queue:main/1") == []
    assert rebuilding.floor.present("queue:main/1") == frozenset()


def test_a_pause_that_ended_meanwhile_ends_at_once(rebuilding: House) -> None:
    restores(rebuilding, paused_until=rebuilding.at(90), pause_reason="rona")
    rebuilding.floor.finish_rebuild(now=rebuilding.at(100))
    assert ("pause", "ayse") in rebuilding.due(100.001)


@pytest.mark.parametrize("met", [True, False])
def test_a_conversation_has_all_its_facts(rebuilding: House, met: bool) -> None:
    restores(rebuilding)
    assert restores_talk(rebuilding, met=met)
    held, call = rebuilding.floor.reservation("r1"), rebuilding.floor.call("CA1")
    assert (held.call, held.agent, held.line, held.step) == ("CA1", "ayse", "agent:ayse", 1)
    assert (held.state, held.leg, held.deadline) == ("met" if met else "accepted", "leg-1", rebuilding.at(60))
    assert (call.step, call.lines, call.agent, call.reservation) == (1, ("agent:ayse",), "ayse", "r1")
    assert rebuilding.state("ayse") == ("talking" if met else "reserved", "")
    assert rebuilding.floor.agent("ayse").reservation == "r1"


@pytest.mark.parametrize("met", [True, False])
def test_a_restored_conversation_counts_as_answered_when_they_had_met(rebuilding: House, met: bool) -> None:
    restores(rebuilding)
    restores_talk(rebuilding, met=met)
    assert rebuilding.floor.finish_rebuild(now=rebuilding.at(100)).changed
    rebuilding.floor.caller_leaves("CA1", why="hung_up", ended={}, now=rebuilding.at(110))
    [end] = [event for event in rebuilding.floor.happenings() if event.kind == "ended"]
    assert end.data == {"stage": "talking" if met else "accepted", "answered": met}


def test_an_offer_has_all_its_facts(rebuilding: House) -> None:
    restores(rebuilding)
    rebuilding.floor.restore_offer(
        "CA1", agent="ayse", reservation="r1", leg="leg-1", step=2, plan=WITH_REASONS, place_at=rebuilding.at(40),
        waiting_since=rebuilding.at(45), since=rebuilding.at(90), deadline=rebuilding.at(110), now=rebuilding.at(100),
    )  # fmt: skip
    held, call = rebuilding.floor.reservation("r1"), rebuilding.floor.call("CA1")
    assert (held.call, held.agent, held.line, held.step) == ("CA1", "ayse", "queue:main/1", 2)
    assert (held.state, held.leg, held.deadline) == ("ringing", "leg-1", rebuilding.at(110))
    assert (call.step, call.agent, call.reservation) == (2, "ayse", "r1")
    assert rebuilding.floor.agent("ayse").since == rebuilding.at(90)


def test_the_plan_of_a_restored_offer_counts_from_when_it_began(rebuilding: House) -> None:
    restores(rebuilding)
    restores(rebuilding, "burak", state="not_ready", reason="lunch", lines=("agent:burak",))
    rebuilding.floor.restore_offer(
        "CA1", agent="ayse", reservation="r1", leg="leg-1", step=1, plan=OWNER_FIRST, place_at=rebuilding.at(40),
        waiting_since=rebuilding.at(98), since=rebuilding.at(99), deadline=rebuilding.at(110), now=rebuilding.at(100),
    )  # fmt: skip
    rebuilding.floor.finish_rebuild(now=rebuilding.at(100))
    assert who(rebuilding.floor.offer_fails("r1", why="not_rung", now=rebuilding.at(101))) == [("CA1", "ayse")]
    assert rebuilding.floor.call("CA1").step == 1
    rebuilding.steps_out("ayse", 102)
    assert rebuilding.floor.call("CA1").step == 3


def test_a_caller_whose_place_is_all_that_is_left_does_not_stop_a_rebuild(rebuilding: House) -> None:
    keys = rebuilding.floor._wire.keys
    with rebuilding.floor._wire.answering() as redis:
        redis.sadd(keys.queues, "main")
        redis.zadd(keys.queue("main"), {"CA9": 1})
    assert rebuilding.floor.finish_rebuild(now=rebuilding.at(101)).offers == ()


def test_only_a_floor_under_rebuild_is_restored(house: House) -> None:
    with pytest.raises(FloorOpen):
        restores(house)
    with pytest.raises(FloorOpen):
        restores_talk(house, met=True)
    with pytest.raises(FloorOpen):
        house.floor.restore_waiting(
            "CA1", plan=EVERYBODY, place_at=house.at(1), waiting_since=house.at(1), now=house.at(2)
        )
    with pytest.raises(FloorOpen):
        house.floor.finish_rebuild(now=house.at(2))
    assert (house.floor.agents(), house.floor.call("CA1")) == ([], None)
