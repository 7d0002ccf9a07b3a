"""Yesterday's calls through a draft: who would have ended somewhere else."""

from datetime import timedelta

import pytest

from engine.printing import replay_told
from ivr.publishing.publishing import Wish, publish_first
from ivr.publishing.written_flow import WrittenFlow, written
from ivr.retelling.replay import Replay
from ivr.retelling.trial_run import Span, trial_run
from records.database import reading
from records.journal import events_of
from simulator import Caller
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER, calls
from tests.world import World

QUEUES = frozenset({"destek", "fatura", "sikayet"})
MAIN = """\
flow: main
start: who
person: anyone
nodes:
  who: {identify: {one: mine, several: choice, none: choice, withheld: choice}}
  mine: {agent: {queue: destek, owner: true}}
  choice:
    menu:
      say: {tr: "Fatura için 1'e, arıza için 2'ye basın.", en: "For a bill press 1, for repairs press 2."}
      options: {"1": number, "2": repair}
  number: {ask: {say: {tr: "Abone numaranız?", en: "Your number?"}, most_digits: 4, keep: number}, next: bill}
  bill: {agent: {queue: fatura}}
  repair: {agent: {queue: destek}}
  anyone: {agent: {queue: destek}}
"""
OTHERS = ("+905551110001", "+905551110002", "+905551110003", "+905551110004")


def main(before: str = "", after: str = "") -> WrittenFlow:
    assert before in MAIN
    return written(MAIN.replace(before, after) if before else MAIN, QUEUES, name="main")


@pytest.fixture
def day(world: World) -> list[Caller]:
    """Two with a bill, one with a repair, one who asks for a person, one known, one who hangs up in the menu."""
    publish_first(world.voice.database, {"main": main()}, Wish(author="t", note="", now=world.clock(), who="t"))
    world.advance(2)
    bill = [{"hears": "basın"}, {"presses": "1"}, {"hears": "numaranız"}, {"presses": "4812"}, {"waits": 5}, "hangs_up"]
    placed = [
        calls(world, OTHERS[0], "A", steps=bill),
        calls(world, OTHERS[1], "B", steps=bill),
        calls(world, OTHERS[2], "C", steps=[{"hears": "basın"}, {"presses": "2"}, {"waits": 5}, "hangs_up"]),
        calls(world, OTHERS[3], "D", steps=[{"hears": "basın"}, {"presses": "0"}, {"waits": 5}, "hangs_up"]),
        calls(world, MEHMET, "Mehmet", steps=[{"waits": 9}, "hangs_up"]),
        calls(world, STRANGER, "E", steps=[{"hears": "basın"}, "hangs_up"]),
    ]
    world.advance(90)
    return placed


def through(world: World, draft: WrittenFlow) -> Replay:
    with reading(world.voice.database) as session:
        return trial_run(session, draft, Span(since=world.clock() - timedelta(hours=1), until=world.clock()))


def test_the_same_flow_leads_everybody_where_they_went(world: World, day: list[Caller]) -> None:
    found = through(world, main())
    assert (found.calls, found.elsewhere, found.asked_anew, found.untold) == (6, (), {}, ())


def test_a_key_that_leads_elsewhere_is_told_with_the_calls_it_leads_there(world: World, day: list[Caller]) -> None:
    found = through(world, main("bill: {agent: {queue: fatura}}", "bill: {agent: {queue: sikayet}}"))
    assert found.calls == 6
    assert {one.call for one in found.elsewhere} == {day[0].sid, day[1].sid}
    assert {(one.before, one.after) for one in found.elsewhere} == {("fatura", "sikayet")}
    assert replay_told(found).startswith("2 of 6 calls would go elsewhere.\n  fatura → sikayet: 2 (CA")


def test_a_question_nobody_was_asked_is_told_apart(world: World, day: list[Caller]) -> None:
    found = through(world, main('"2": repair', '"2": number, "3": repair'))
    assert found.asked_anew == {day[2].sid: "main.number"} and found.calls == 5 and found.elsewhere == ()


def test_a_known_caller_and_one_who_hung_up_are_told_as_they_were(world: World, day: list[Caller]) -> None:
    found = through(world, main("one: mine", "one: repair, no_case: mine"))
    assert [(one.call, one.before, one.after) for one in found.elsewhere] == [(day[4].sid, "destek owner", "destek")]
    found = through(world, main("none: choice", "none: repair"))
    assert (day[5].sid, "left at main.choice", "destek") in {(o.call, o.before, o.after) for o in found.elsewhere}


def test_calls_that_never_passed_the_flow_do_not_count(world: World, day: list[Caller]) -> None:
    other = written(MAIN.replace("flow: main", "flow: other"), QUEUES, name="other")
    assert through(world, other).calls == 0


def test_what_is_noted_of_a_caller_names_nobody(world: World, day: list[Caller]) -> None:
    with reading(world.voice.database) as session:
        [arrived] = [event for event in events_of(session, day[4].sid or "") if event.kind == "arrived"]
    assert arrived.data["known"]["cases"][0][0] == "4812" and "Mehmet" not in str(arrived.data)
    assert EMMA not in str(arrived.data)
