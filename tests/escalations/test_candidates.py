"""What goes further up although nobody asked is found in the records, looked at once, and decided by the table."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.hardship import Hardship
from cases.promise import end_promise, make_promise
from escalations.candidates import FINDS, look_for_candidates
from escalations.escalation import Escalation
from records.call_record import CallRow
from records.database import reading, writing
from staff.agent import Agent
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, signs_in
from tests.world import World

CASE = "4812"
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_morning(world: World) -> None:
    """Nothing else was touched lately."""
    world.clock.advance_to(MORNING)
    world.settle()
    with writing(world.voice.database) as session:
        session.get_one(Case, CASE).last_touched_at = MORNING


def found(world: World) -> list[tuple[str, str]]:
    """After two looks: what was seen twice is one."""
    for _ in range(2):
        look_for_candidates(world.voice)
    with reading(world.voice.database) as session:
        rows = session.scalars(select(Escalation).order_by(Escalation.asked_at, Escalation.once))
        return [(row.trigger, row.decision) for row in rows]


def of_the_case(world: World, **changes: object) -> None:
    with writing(world.voice.database) as session:
        case = session.get_one(Case, CASE)
        for name, value in changes.items():
            setattr(case, name, value)


def called(world: World, times: int) -> None:
    with writing(world.voice.database) as session:
        for number in range(times):
            at = MORNING - timedelta(minutes=10 * number)
            session.add(CallRow(sid=f"CAx{number}", direction="inbound", stage="ended", case_number=CASE,
                                arrived_at=at, ended_at=at))  # fmt: skip


def promise_breaks(world: World, what: str) -> None:
    with writing(world.voice.database) as session:
        promise = make_promise(session, case_number=CASE, kind="update", what=what, due_at=MORNING, by_agent="ayse",
                               now=MORNING - timedelta(hours=1))  # fmt: skip
        end_promise(session, promise.id, "broken", MORNING)
        promise.escalation_candidate = "broken"


def test_where_nothing_is_wrong_nothing_is_found(world: World) -> None:
    assert found(world) == []


def test_a_customer_passed_on_twice_is_a_leads_matter(world: World) -> None:
    of_the_case(world, bounces=2)
    assert found(world) == [("bounces", "lead_calls")]


def test_a_complaint_for_all_to_read_is_a_leads_matter(world: World) -> None:
    of_the_case(world, public_link="https://sikayet.example.com/1")
    assert found(world) == [("public_complaint", "lead_calls")]


def test_a_complaint_about_how_they_were_treated_is_a_leads_matter(world: World) -> None:
    of_the_case(world, reason="conduct")
    assert found(world) == [("conduct_complaint", "lead_calls")]


@pytest.mark.both_databases
def test_one_broken_promise_is_looked_at_and_a_second_goes_to_a_lead(world: World) -> None:
    promise_breaks(world, "Haber vermek")
    assert found(world) == [("broken_promise", "none")]
    promise_breaks(world, "Yeniden haber vermek")
    assert found(world) == [("broken_promise", "none"), ("broken_promise", "lead_calls")]


def test_three_calls_about_a_case_are_watched_and_a_fourth_is_looked_at_anew(world: World) -> None:
    called(world, 3)
    assert found(world) == [("repeat_calls", "none")]
    called_again = CallRow(sid="CAy", direction="inbound", stage="ended", case_number=CASE, arrived_at=MORNING)
    with writing(world.voice.database) as session:
        session.add(called_again)
    assert found(world) == [("repeat_calls", "none")] * 2


@pytest.mark.both_databases
def test_a_protected_customer_who_called_three_times_is_called_by_a_lead(world: World) -> None:
    called(world, 3)
    with writing(world.voice.database) as session:
        session.add(Hardship(phone=session.get_one(Case, CASE).phone, starts_on=date(2026, 1, 1), reason="hastalık",
                             actions=["disconnect"], made_by="zeynep", made_at=MORNING))  # fmt: skip
    assert dict(found(world)) == {"hardship": "lead_calls", "repeat_calls": "lead_calls"}


def test_who_waits_too_long_is_seen_while_they_wait(world: World) -> None:
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 2000}, "hangs_up"])
    world.advance(16 * 60)
    assert ("wait", "none") in found(world)


@pytest.mark.both_databases
def test_a_newcomer_in_a_hard_call_is_seen(world: World) -> None:
    of_the_case(world, reason="complaint", priority=1)
    with writing(world.voice.database) as session:
        session.get_one(Agent, "ayse").hired_on = date(2026, 11, 1)
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 600}, "hangs_up"])
    world.advance(20)
    assert ("newcomer", "none") in found(world)


@pytest.mark.both_databases
def test_every_way_of_finding_them_is_understood_by_both_databases(world: World) -> None:
    called(world, 3)
    promise_breaks(world, "Haber vermek")
    of_the_case(world, bounces=2, public_link="https://sikayet.example.com/1", reason="conduct")
    now, rules = world.clock(), world.voice.escalations
    with reading(world.voice.database) as session:
        counts = {trigger: len(session.execute(find(rules, now).limit(2)).all()) for trigger, find in FINDS.items()}
    seen = ("broken_promise", "bounces", "public_complaint", "conduct_complaint", "repeat_calls")
    assert counts == {trigger: int(trigger in seen) for trigger in FINDS}
    assert {trigger for trigger, _ in found(world)} == set(seen)


def test_what_is_switched_off_is_not_looked_for(world: World) -> None:
    of_the_case(world, bounces=9, status="closed")
    assert found(world) == []
