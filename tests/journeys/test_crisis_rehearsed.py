"""A storm, rehearsed: one request, and the next caller hears of it first; one more, and it is over."""

from typing import Any

import pytest
from sqlalchemy import select

from hours.crisis import CrisisRow
from ivr.explaining import explain_call
from records.database import writing
from simulator.sentences import Phone
from tests.journeys.test_trouble import AYSE, MEHMET, STRANGER, calls, outcome, signs_in
from tests.world import NUMBER, World

ISTANBUL_LINE = "+902122223344"
STORM: dict[str, Any] = {
    "message_tr": "Fırtına nedeniyle yaygın elektrik kesintisi var, ekiplerimiz sahada.",
    "message_en": "There is a widespread power failure because of a storm, our teams are out.",
}


def storm(world: World, **more: Any) -> int:
    until = world.clock().replace(microsecond=0).isoformat()
    body = STORM | {"until": until.replace(until[:4], str(int(until[:4]) + 1), 1)} | more
    status, answer = world.ask("POST", "/api/v1/crisis", body, key=world.key)
    assert status == 200, answer
    return int(answer["id"])


def over(world: World) -> None:
    assert world.ask("DELETE", "/api/v1/crisis", key=world.key)[0] == 200


def queue_of(world: World, call: str) -> str | None:
    known = world.voice.floor.call(call)
    return known.queue if known else None


def test_the_message_is_heard_first_zero_still_reaches_a_person_and_off_is_off(world: World) -> None:
    storm(world)
    signs_in(world, "ayse")
    phone = Phone(world.sim, world.advance, number=NUMBER)
    caller = phone.call(STRANGER, name="Yeni").hears("elektrik kesintisi").presses("0")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    caller.joins("Ayşe").talks(5).hangs_up()
    over(world)
    world.advance(90)
    after = phone.call(ISTANBUL_LINE, name="Sonraki").hears("hoş geldiniz")
    said = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Sonraki"]
    assert said and not any("kesintisi" in text for text in said)
    after.hangs_up()


def test_the_message_comes_before_the_greeting_and_the_call_remembers_the_crisis(world: World) -> None:
    crisis = storm(world)
    caller = calls(world, STRANGER, "Yeni", steps=[{"waits": 30}, "hangs_up"])
    world.advance(40)
    said = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Yeni"]
    assert "kesintisi" in said[0]
    timeline = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["timeline"]
    (arrived,) = (event for event in timeline if event["kind"] == "arrived")
    assert arrived["data"]["crisis"] == crisis


def test_callers_of_the_region_wait_in_its_queue_and_others_as_ever(world: World) -> None:
    storm(world, overflow_queue="sikayet", region={"provinces": ["34"]})
    here = calls(world, ISTANBUL_LINE, "İstanbul", steps=[{"waits": 3}, {"presses": "0"}, {"waits": 60}, "hangs_up"])
    elsewhere = calls(world, STRANGER, "Başka", steps=[{"waits": 3}, {"presses": "0"}, {"waits": 60}, "hangs_up"])
    world.advance(30)
    assert queue_of(world, here.sid) == "sikayet"
    assert queue_of(world, elsewhere.sid) == "ariza"
    said = [entry.text for entry in world.sim.trace.of("say") if entry.name == "Başka"]
    assert not any("kesintisi" in text for text in said)


def test_the_owner_of_a_case_is_asked_first_in_a_crisis_too(world: World) -> None:
    storm(world, overflow_queue="sikayet")
    signs_in(world, "ayse")
    world.sim.person(AYSE, "Ayşe", answers_after=2, after_hearing="Kabul", presses="1")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"hears": "kesintisi"}, "joins", {"talks": 5}, "hangs_up"])
    world.advance(60)
    assert outcome(world, caller) == ("answered", "ayse")


@pytest.mark.parametrize("known", [True, False])
def test_with_sql_away_a_crisis_that_is_known_stays_on(world: World, known: bool) -> None:
    """A process that knew of it goes on telling it; one that did not goes on without."""
    if known:
        storm(world)
        assert world.voice.hours.crisis_for(caller=STRANGER, called=NUMBER) is not None
    with writing(world.voice.database) as session:
        session.connection().exec_driver_sql("alter table crises rename to crises_away")
    world.advance(2)
    caller = calls(world, STRANGER, "Yeni", steps=[{"waits": 30}, "hangs_up"])
    world.advance(40)
    said = " ".join(entry.text for entry in world.sim.trace.of("say") if entry.name == "Yeni")
    assert caller.failures == [] and ("kesintisi" in said) is known and "hoş geldiniz" in said


def test_calls_of_a_crisis_begin_in_the_flow_it_names(world: World) -> None:
    storm(world, overflow_flow="mystery")
    caller = calls(world, STRANGER, "Yeni", steps=[{"waits": 30}, "hangs_up"])
    world.advance(40)
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    (arrived,) = (event for event in shown["timeline"] if event["kind"] == "arrived")
    assert arrived["data"]["flow"] == "mystery" and caller.failures == []


def test_a_queue_or_a_flow_that_is_no_longer_there_changes_nothing(world: World) -> None:
    storm(world, overflow_queue="sikayet", overflow_flow="mystery")
    with writing(world.voice.database) as session:
        row = session.scalars(select(CrisisRow)).one()
        row.overflow_queue = row.overflow_flow = "gone"
    world.voice.hours.look_again()
    caller = calls(world, STRANGER, "Yeni", steps=[{"waits": 3}, {"presses": "0"}, {"waits": 60}, "hangs_up"])
    world.advance(30)
    assert caller.failures == [] and queue_of(world, caller.sid) == "ariza"


def test_why_a_call_would_go_where_it_would_tells_of_the_crisis(world: World) -> None:
    storm(world, overflow_queue="sikayet")
    told = " ".join(explain_call(world.voice, MEHMET, language="en"))
    assert "A crisis is on" in told and "widespread power failure" in told
