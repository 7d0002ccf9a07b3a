"""Whoever waits is told the truth, may choose, and keeps their place whatever they choose.

The choices themselves are examples/02 and 25 to 29.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from engine.centre import Centre
from records.call_record import call_record
from records.database import reading
from routing.policy import Policy
from routing.queue import Diversion
from simulator import Caller, transcript
from tests.centre import open_the_centre
from tests.journeys.test_hang_ups import everything_is_over
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, STRANGER, answers, calls, dialled, outcome, signs_in
from tests.shipped_centre import shipped_centre
from tests.world import NUMBER, World

CAN, DENIZ = "+905550000003", "+905550000004"
WAITS_LONG = [{"waits": 200}, "hangs_up"]


def centre(*, policy: Mapping[str, Any] = MappingProxyType({}), **rules: Any) -> Centre:
    """The shipped centre with this `policy`, where `destek` keeps the hours of its calendar and these rules."""
    told = shipped_centre()
    return replace(told, policy=replace(with_rules(told.policy, hours="destek", **rules), **policy))


def with_rules(policy: Policy, **rules: Any) -> Policy:
    destek = replace(policy.queues["destek"], **rules)
    return replace(policy, queues={**policy.queues, "destek": destek}, wrap_up_seconds=20)


@pytest.fixture
def centre_of(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[Callable[..., World]]:
    """Makes the world whose queue `destek` has these rules."""
    worlds: list[World] = []

    def made(**rules: Any) -> World:
        worlds.append(World(database_url, valkey_url, centre=centre(**rules)))
        open_the_centre(worlds[-1])
        return worlds[-1]

    yield made
    for world in worlds:
        world.voice.database.dispose()


@pytest.fixture
def world(centre_of: Callable[..., World]) -> World:
    return centre_of()


def ayse_is_busy(world: World, seconds: float = 60) -> Caller:
    """She talks to Emma; Burak, her stand-in, is ready."""
    answers(world, AYSE, "Ayşe")
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    emma = calls(world, EMMA, "Emma", steps=["joins", {"talks": seconds}, "hangs_up"])
    world.advance(15)
    signs_in(world, "burak")
    return emma


def mehmet(world: World, *steps: Any, after: float = 100) -> Caller:
    caller = calls(world, MEHMET, "Mehmet", steps=list(steps))
    world.advance(after)
    assert caller.failures == [], transcript(world.sim.trace)
    return caller


def said(world: World, caller: Caller) -> str:
    return " ".join(entry.text for entry in world.sim.trace.of("say", leg=caller.sid))


def kinds(world: World, caller: Caller) -> list[str]:
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    return [event["kind"] for event in shown["timeline"]]


def promises(world: World) -> list[Callback]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(Callback)))


# ── told and asked ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_wants_to_be_called_is_promised_it_by_the_owner_before_they_hear_it(world: World) -> None:
    ayse_is_busy(world)
    caller = mehmet(
        world, {"hears": "araması için 2'ye"}, {"presses": "2"}, {"hears": "Söz veriyoruz: Ayşe Demir"}, "hears_end"
    )
    [owed] = promises(world)
    assert (owed.agent_id, owed.phone, owed.case_number, owed.queue) == ("ayse", MEHMET, "4812", "destek")
    assert timedelta(hours=2) <= owed.due_at - owed.made_at <= timedelta(hours=2, minutes=15)
    assert outcome(world, caller)[0] == "callback_promised"
    assert dialled(world, BURAK) == 0, "nobody but the owner is rung for somebody who is called back"
    world.advance(60)  # she calls him, who does not pick up
    everything_is_over(world, caller)


def test_within_how_many_hours_the_owner_calls_is_a_matter_of_policy(centre_of: Callable[..., World]) -> None:
    world = centre_of(policy={"owner_calls_within_hours": 4})
    ayse_is_busy(world)
    mehmet(world, {"hears": "araması için 2'ye"}, {"presses": "2"}, "hears_end")
    [owed] = promises(world)
    assert timedelta(hours=4) <= owed.due_at - owed.made_at <= timedelta(hours=4, minutes=15)


def test_where_policy_has_no_hours_for_it_the_owner_does_not_call(centre_of: Callable[..., World]) -> None:
    world = centre_of(policy={"owner_calls_within_hours": 0})
    ayse_is_busy(world)
    caller = mehmet(world, {"hears": "Onu beklemek için 1'e"}, {"presses": "2"}, "joins", {"talks": 5}, "hangs_up")
    assert "2'ye" not in said(world, caller) and promises(world) == []


def test_the_moment_that_was_offered_is_the_moment_that_is_promised(centre_of: Callable[..., World]) -> None:
    world = centre_of(service_level_seconds=60)  # else Burak is asked before the key is pressed
    ayse_is_busy(world, 500)
    caller = mehmet(world, {"hears": "2'ye"}, {"waits": 12}, {"presses": "2"}, {"hears": "Söz veriyoruz"}, "hears_end")
    offered, promised = (words.split(" kadar")[0].split("saat ")[-1] for words in _about_calling(world, caller))
    assert offered == promised


def _about_calling(world: World, caller: Caller) -> list[str]:
    return [entry.text for entry in world.sim.trace.of("say", leg=caller.sid) if " kadar" in entry.text]


def test_who_chooses_the_owner_late_is_rung_for_by_nobody_else(world: World) -> None:
    """Burak's telephone rings already when the key comes: the words that they will talk with Ayşe stay true."""
    ayse_is_busy(world)
    caller = calls(
        world,
        MEHMET,
        "Mehmet",
        steps=[{"hears": "3'e"}, {"waits": 5}, {"presses": "1"}, "joins", {"talks": 5}, "hangs_up"],
    )
    world.advance(150)
    assert dialled(world, BURAK) == 1, "the key came after the stand-in was asked"
    assert "Ayşe Demir müsait olunca görüşeceksiniz" in said(world, caller)
    assert outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    everything_is_over(world, caller)


def test_the_choice_is_kept_when_the_floor_is_lost(world: World, redis: Redis) -> None:
    ayse_is_busy(world, 80)
    caller = calls(
        world, MEHMET, "Mehmet", steps=[{"hears": "1'e"}, {"presses": "1"}, "joins", {"talks": 5}, "hangs_up"]
    )
    world.advance(25)
    redis.flushall()
    world.advance(130)
    assert outcome(world, caller) == ("answered", "ayse"), transcript(world.sim.trace)
    assert dialled(world, BURAK) == 0


def test_a_number_we_do_not_call_is_not_offered_a_call(world: World) -> None:
    """Emma's number is none of the countries we call back."""
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 60}, "hangs_up"])
    world.advance(15)
    emma = calls(world, EMMA, "Emma", steps=[{"hears": "whoever is free first press 3"}, {"waits": 3}, "hangs_up"])
    world.advance(30)
    assert emma.failures == [] and "press 2" not in said(world, emma), said(world, emma)


def test_without_the_books_nothing_is_promised_and_the_place_is_kept(world: World, database: Engine) -> None:
    ayse_is_busy(world, 30)
    caller = calls(
        world,
        MEHMET,
        "Mehmet",
        steps=[
            {"hears": "2'ye"},
            {"waits": 2},
            {"presses": "2"},
            {"hears": "kaydedemedik"},
            "joins",
            {"talks": 5},
            "hangs_up",
        ],
    )
    world.advance(12)
    with database.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE callbacks RENAME TO hidden")
        connection.commit()
        world.advance(8)
        connection.exec_driver_sql("ALTER TABLE hidden RENAME TO callbacks")
        connection.commit()
    world.advance(120)
    assert caller.failures == [] and promises(world) == [], transcript(world.sim.trace)
    assert outcome(world, caller)[0] == "answered"


@pytest.mark.parametrize("key", ["2", "3"])
def test_the_same_answer_thrice_is_one(world: World, key: str) -> None:
    world.sim.fault("webhook_doubled", times=3, only="/wish")
    ayse_is_busy(world)
    caller = calls(world, MEHMET, "Mehmet", steps=[{"hears": "3'e"}, {"presses": key}, {"waits": 100}, "hangs_up"])
    world.advance(30)
    told = kinds(world, caller)
    assert told.count("waiting") == (1 if key == "2" else 2), told
    assert len(promises(world)) == (key == "2")
    assert dialled(world, BURAK) == (key == "3")


@pytest.mark.parametrize(("key", "moment"), [("1", 2), ("2", 0.25), ("3", 0.5)])
def test_hanging_up_around_the_answer_strands_nobody(world: World, key: str, moment: float) -> None:
    ayse_is_busy(world, 20)
    caller = calls(world, MEHMET, "Mehmet", steps=[{"hears": "3'e"}, {"presses": key}, {"waits": moment}, "hangs_up"])
    world.advance(120)
    everything_is_over(world, caller)
    assert len(promises(world)) <= (key == "2")


# ── what they are told ───────────────────────────────────────────────────────────────────────────────────────────────


def test_words_come_now_and_then_and_never_a_worse_number(world: World) -> None:
    for number in range(2):
        calls(
            world,
            f"+90544777880{number}",
            f"Arayan {number}",
            steps=[{"presses": "0"}, {"waits": 50 + 20 * number}, "hangs_up"],
        )
    world.advance(30)
    last = calls(world, STRANGER, "Son", steps=[{"presses": "0"}, {"waits": 90}, "hangs_up"])
    world.advance(100)
    told = [entry for entry in world.sim.trace.of("say", leg=last.sid) if "Sıranız" in entry.text]
    positions = [int(entry.text.split("Sıranız ")[1].split(".")[0]) for entry in told]
    assert positions[0] > 1 and positions == sorted(positions, reverse=True), positions
    gaps = [after.at - before.at for before, after in pairwise(told)]
    assert all(timedelta(seconds=25) <= gap <= timedelta(seconds=50) for gap in gaps), gaps
    assert said(world, last).count("söyleyemiyoruz") == 1, "that nobody can tell is said once"


# ── rules of the queue ───────────────────────────────────────────────────────────────────────────────────────────────


def in_line(world: World, *numbers: str, waits: float = 60) -> list[Caller]:
    """Strangers who ask for a person at once, a second apart."""
    callers = []
    for number in numbers:
        callers.append(calls(world, number, number, steps=[{"presses": "0"}, {"waits": waits}, "hangs_up"]))
        world.advance(1)
    world.advance(12)
    return callers


def waiting_in(world: World) -> dict[str, int]:
    return {queue: number for queue, number in world.voice.floor.counts().waiting.items() if number}


@pytest.fixture
def somebody_there(centre_of: Callable[..., World]) -> Callable[..., World]:
    """A centre where Can (support) is signed in and not ready: strangers wait in `destek`."""

    def made(**rules: Any) -> World:
        world = centre_of(**rules)
        signs_in(world, "can")
        answers(world, CAN, "Can")
        world.sim.place_call(
            "+905447778899", NUMBER, name="Konuşan", steps=[{"presses": "0"}, "joins", {"talks": 300}, "hangs_up"]
        )
        world.advance(15)
        return world

    return made


def test_a_full_queue_without_a_rule_sends_nobody_away(somebody_there: Callable[..., World]) -> None:
    world = somebody_there(most_waiting=1)
    in_line(world, "+905447778801", "+905447778802", "+905447778803")
    assert waiting_in(world) == {"destek": 3}, "the queue that takes everybody has no limit"


def test_a_full_queue_leads_those_who_come_later_into_another(somebody_there: Callable[..., World]) -> None:
    world = somebody_there(most_waiting=1, diversions=(Diversion(when="full", to="queue:fatura"),))
    first, second = in_line(world, "+905447778801", "+905447778802")
    assert waiting_in(world) == {"destek": 1, "fatura": 1}
    assert "diverted" not in kinds(world, first) and kinds(world, second).count("diverted") == 1


def test_a_full_queue_leads_into_a_flow_and_back_in_line_at_the_old_place(somebody_there: Callable[..., World]) -> None:
    world = somebody_there(most_waiting=1, diversions=(Diversion(when="full", to="flow:while_waiting"),))
    [first] = in_line(world, "+905447778801", waits=100)
    second = calls(
        world,
        "+905447778802",
        "İkinci",
        steps=[{"presses": "0"}, {"hears": "Yeriniz korunuyor"}, {"waits": 60}, "hangs_up"],
    )
    world.advance(20)
    known = world.voice.floor.call(second.sid)
    assert known is not None and known.state == "waiting", transcript(world.sim.trace)
    arrived = world.ask("GET", f"/api/v1/calls/{second.sid}", key=world.key)[1]["arrived_at"]
    assert known.place_at is not None and known.place_at.isoformat()[:18] == arrived[:18]
    assert second.failures == [] and kinds(world, second).count("diverted") == 1, "led by the same rule once"
    everything_over_after(world, 100, first, second)


def everything_over_after(world: World, seconds: float, *callers: Caller) -> None:
    world.advance(seconds)
    for caller in callers:
        assert outcome(world, caller)[0] is not None


def test_a_queue_closed_at_arrival_goes_by_its_rule(centre_of: Callable[..., World]) -> None:
    world = centre_of(diversions=(Diversion(when="closed", to="flow:after_hours"),))
    world.clock.advance_to(world.clock().replace(hour=20))
    world.settle()
    signs_in(world, "can")
    caller = calls(
        world, STRANGER, "Geç", steps=[{"presses": "0"}, {"hears": "Şu an kapalıyız"}, {"waits": 1}, "hangs_up"]
    )
    world.advance(40)
    assert caller.failures == [] and "waiting" not in kinds(world, caller), transcript(world.sim.trace)


def test_a_caller_whose_owner_is_there_is_not_led_away_by_the_queue(centre_of: Callable[..., World]) -> None:
    world = centre_of(diversions=(Diversion(when="waiting >= 0", to="flow:after_hours"),))
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = mehmet(world, "joins", {"talks": 5}, "hangs_up")
    assert outcome(world, caller) == ("answered", "ayse") and "diverted" not in kinds(world, caller)


def test_a_wait_that_gets_too_long_opens_another_queue_and_keeps_the_place(
    somebody_there: Callable[..., World],
) -> None:
    world = somebody_there(diversions=(Diversion(when="waited_seconds > 30", to="queue:fatura"),))
    [caller] = in_line(world, "+905447778801", waits=100)
    before = world.voice.floor.call(caller.sid)
    world.advance(40)
    after = world.voice.floor.call(caller.sid)
    assert before is not None and after is not None
    assert (before.queue, after.queue, after.place_at) == ("destek", "fatura", before.place_at)
    assert set(before.lines) < set(after.lines) and "queue:fatura/1" in after.lines, "the pool only widens"
    assert "başka bir ekibimizi" in said(world, caller)
    answers(world, DENIZ, "Deniz")
    signs_in(world, "deniz")
    world.advance(10)
    assert outcome(world, caller)[1] == "deniz", transcript(world.sim.trace)


def test_a_wait_that_gets_too_long_leads_into_a_flow(somebody_there: Callable[..., World]) -> None:
    rule = Diversion(when="expected_wait_seconds > 100 or waited_seconds > 30", to="flow:call_me")
    world = somebody_there(diversions=(rule,))
    steps = [
        {"presses": "0"},
        {"hears": "sizi arayalım mı", "within": 60},
        {"presses": "1"},
        {"hears": "Söz verdik"},
        "hears_end",
    ]
    caller = calls(world, MEHMET, "Mehmet", steps=steps)
    world.advance(90)
    assert caller.failures == [], transcript(world.sim.trace)
    told = kinds(world, caller)
    assert (
        told.index("waiting") < told.index("diverted") < told.index("stepped_aside") < told.index("callback_promised")
    )
    [owed] = promises(world)
    assert [known.id for known in world.voice.floor.waiting_for("destek")] == [owed.floor_call], "in line to be called"


# ── a detour ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_detour_keeps_the_place_and_nobody_is_offered_meanwhile(somebody_there: Callable[..., World]) -> None:
    world = somebody_there()
    first = calls(
        world,
        "+905447778801",
        "İlk",
        steps=[
            {"presses": "0"},
            {"hears": "hatta kalın"},
            {"presses": "*"},
            {"hears": "Yeriniz korunuyor"},
            {"waits": 120},
            "hangs_up",
        ],
    )
    world.advance(1)
    [second] = in_line(world, "+905447778802", waits=120)
    aside = world.voice.floor.call(first.sid)
    assert aside is not None and aside.state == "over", transcript(world.sim.trace)
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    world.advance(8)
    assert outcome(world, second)[1] == "burak", "who stepped aside is not offered"
    answers(world, AYSE, "Ayşe")
    world.advance(8)
    third = in_line(world, "+905447778803", waits=60)[0]
    positions = [world.voice.floor.position(caller.sid) for caller in (first, third)]
    assert positions == [1, 2], transcript(world.sim.trace)
    signs_in(world, "ayse")
    world.advance(8)
    assert outcome(world, first)[1] == "ayse", transcript(world.sim.trace)


def test_a_floor_lost_during_a_detour_costs_nobody_the_place(
    somebody_there: Callable[..., World], redis: Redis
) -> None:
    world = somebody_there()
    steps = [
        {"presses": "0"},
        {"hears": "hatta kalın"},
        {"presses": "*"},
        {"hears": "Yeriniz korunuyor"},
        {"waits": 40},
    ]
    first = calls(world, "+905447778801", "İlk", steps=[*steps, "hangs_up"])
    world.advance(6)
    before = world.voice.floor.call(first.sid)
    assert before is not None and before.state == "over"
    redis.flushall()
    world.advance(20)
    after = world.voice.floor.call(first.sid)
    assert after is not None and after.state == "waiting", transcript(world.sim.trace)
    assert after.place_at == before.place_at


@pytest.mark.parametrize("moment", [0.25, 5])
def test_hanging_up_in_a_detour_strands_nobody(somebody_there: Callable[..., World], moment: float) -> None:
    world = somebody_there()
    steps = [{"presses": "0"}, {"hears": "hatta kalın"}, {"presses": "*"}, {"waits": moment}, "hangs_up"]
    caller = calls(world, "+905447778801", "İlk", steps=steps)
    world.advance(60)
    with reading(world.voice.database) as session:
        record = call_record(session, caller.sid)
    assert record is not None and record.stage == "ended" and waiting_in(world) == {}


def test_doubled_and_late_words_from_the_line_bring_nobody_back_from_a_detour(
    somebody_there: Callable[..., World],
) -> None:
    world = somebody_there()
    steps = [
        {"presses": "0"},
        {"hears": "hatta kalın"},
        {"presses": "*"},
        {"hears": "Yeriniz korunuyor"},
        {"waits": 60},
        "hangs_up",
    ]
    for only in ("/wait", "/wish", "/queue-exit"):
        world.sim.fault("webhook_doubled", times=9, seconds=4, only=only)
    caller = calls(world, "+905447778801", "İlk", steps=steps)
    world.advance(60)
    assert caller.failures == [], transcript(world.sim.trace)
    told = kinds(world, caller)
    assert told.count("stepped_aside") == 1 and told.count("waiting") == 2
