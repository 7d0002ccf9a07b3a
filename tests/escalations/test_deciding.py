"""What is done when somebody asks for more: by the table, each step once, and with every reason on record."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from cases.case import Case
from cases.closing import reopen_case
from cases.executive_case import ExecutiveCase
from cases.promise import end_promise, make_promise
from escalations.asked import Request
from escalations.deciding import Decided, decide
from escalations.escalation import Escalation
from escalations.explaining import explained
from escalations.following import see_to_escalations
from escalations.listening.listening import Listening
from records.database import reading, writing
from staff.agent import Agent
from staff.buddy import put_buddy
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, signs_in
from tests.world import World

CASE = "4812"
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_morning(world: World) -> None:
    world.clock.advance_to(MORNING)
    world.settle()


def asks(world: World, once: str = "one", **more: Any) -> Decided:
    wanted: dict[str, Any] = {"trigger": "caller_asked", "by": "agent:ayse", "case_number": CASE}
    return decide(world.voice, Request(once=once, **(wanted | more)))


def rows(world: World) -> list[Escalation]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(Escalation).order_by(Escalation.asked_at, Escalation.once)))


def is_answered(world: World, decided: Decided, by: str = "zeynep") -> None:
    """The lead spoke with them, and what came of it was written down."""
    with writing(world.voice.database) as session:
        row = session.get_one(Escalation, decided.open.id)
        row.answered_by, row.answered_at, row.ended_at = by, world.clock(), world.clock()


def test_with_nobody_free_a_lead_calls_and_is_named(world: World) -> None:
    decided = asks(world)
    assert (decided.escalation.decision, decided.escalation.level) == ("lead_calls", 2)
    assert decided.callback is not None
    assert (decided.callback.kind, decided.callback.agent_id) == ("supervisor", "zeynep")


def test_asked_twice_under_one_name_it_is_decided_once(world: World) -> None:
    first, second = asks(world), asks(world)
    assert (first.new, second.new) == (True, False)
    assert first.escalation.id == second.escalation.id and len(rows(world)) == 1


def test_whoever_asks_again_while_it_is_open_joins_it_and_is_counted(world: World) -> None:
    first, again = asks(world), asks(world, once="two")
    assert again.open.id == first.escalation.id
    assert [(row.granted, row.ended_at is None) for row in rows(world)] == [(None, True), ("joined", False)]
    with reading(world.voice.database) as session:
        assert len(session.scalars(select(Callback).where(Callback.case_number == CASE)).all()) == 1


def test_each_step_answers_once_and_then_it_is_the_executives(world: World) -> None:
    levels = []
    for once in ("one", "two", "three", "four"):
        decided = asks(world, once=once)
        levels.append((decided.escalation.decision, decided.escalation.level))
        is_answered(world, decided)
    assert levels == [("lead_calls", 2), ("lead_calls", 3), ("executive", 4), ("none", 0)]
    with reading(world.voice.database) as session:
        assert session.get_one(ExecutiveCase, CASE).sponsor_id == "selin"


def closes(world: World) -> None:
    world.advance(60)
    with writing(world.voice.database) as session:
        case = session.get_one(Case, CASE, with_for_update=True)
        case.status, case.closed_at = "closed", world.clock()
    world.advance(60)


def opens_again(world: World) -> None:
    with writing(world.voice.database) as session:
        reopen_case(session, session.get_one(Case, CASE, with_for_update=True), now=world.clock())


@pytest.mark.both_databases
def test_what_is_open_ends_with_its_case_and_says_so(world: World) -> None:
    decided = asks(world, trigger="public_complaint")
    with writing(world.voice.database) as session:
        session.get_one(Escalation, decided.escalation.id).callback_id = None
    closes(world)
    [row] = rows(world)
    assert (row.granted, row.answered_at) == ("none", None) and row.ended_at is not None
    last = explained(row.reasons)[-1]
    assert (last.tr, last.en) == ("→ sona erdi: dosya kapalı", "→ ended: the case is closed")


def test_a_case_that_is_opened_again_goes_up_its_ladder_from_below(world: World) -> None:
    for once in ("one", "two", "three"):
        is_answered(world, asks(world, once=once))
    closes(world)
    opens_again(world)
    decided = asks(world, once="four")
    assert (decided.escalation.decision, decided.escalation.level) == ("lead_calls", 2)
    assert decided.open.id == decided.escalation.id


@pytest.mark.both_databases
def test_what_was_left_open_before_makes_room_when_the_case_is_opened_again(world: World) -> None:
    """The call that was owed is still seen to; nobody joins what belongs to the time before."""
    first = asks(world)
    closes(world)
    opens_again(world)
    again = asks(world, once="two")
    assert (again.open.id, again.escalation.level) == (again.escalation.id, 2)
    assert [(row.id, row.ended_at is None) for row in rows(world)] == [
        (first.escalation.id, False), (again.escalation.id, True),
    ]  # fmt: skip


def test_what_was_settled_by_the_executive_is_taken_up_anew(world: World) -> None:
    asks(world, wants="executive")
    with writing(world.voice.database) as session:
        settled, now = session.get_one(ExecutiveCase, CASE), world.clock()
        settled.root_cause, settled.found_at, settled.called_back_at, settled.confirmed_at = "Sayaç", now, now, now
    closes(world)
    opens_again(world)
    asks(world, once="two", wants="executive")
    with reading(world.voice.database) as session:
        assert session.get_one(ExecutiveCase, CASE).missing == ("root_cause", "call_back", "confirmation")


@pytest.mark.parametrize(
    ("trigger", "decision"),
    [("public_complaint", "lead_calls"), ("conduct_complaint", "lead_calls"), ("bounces", "lead_calls"),
     ("repeat_calls", "none"), ("wait", "none"), ("hold", "none"), ("hardship", "none"), ("newcomer", "none")],
)  # fmt: skip
def test_what_nobody_asked_for_is_decided_by_its_weight(world: World, trigger: str, decision: str) -> None:
    assert asks(world, trigger=trigger).escalation.decision == decision


def test_a_repeated_call_about_a_broken_promise_is_a_leads_matter(world: World) -> None:
    now = world.clock()
    with writing(world.voice.database) as session:
        session.get_one(Case, CASE).bounces = 2
        promise = make_promise(session, case_number=CASE, kind="update", what="x", due_at=now, by_agent="ayse", now=now)
        end_promise(session, promise.id, "broken", now)
    decided = asks(world, trigger="repeat_calls")
    assert decided.escalation.decision == "lead_calls"
    told = [line.en for line in explained(decided.escalation.reasons, world.voice.escalations.table)]
    assert "✓ times passed on: 2 (from 2)" in told and "· broken promises: 1 (from 2)" in told
    assert any(line.startswith("→ again_and_hard: a lead calls back.") for line in told)


def test_every_reason_is_told_in_both_languages(world: World) -> None:
    told = explained(asks(world).escalation.reasons, world.voice.escalations.table)
    assert told[0].tr == "✓ arayan istedi" and told[0].en == "✓ the caller asked"
    assert all(line.tr and line.en and "{" not in line.tr + line.en for line in told)


def in_conversation(world: World) -> str:
    """Mehmet talks with Ayşe."""
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 600}, "hangs_up"])
    world.advance(20)
    return caller.sid


def test_a_lead_who_is_free_is_asked_into_the_conversation(world: World) -> None:
    sid = in_conversation(world)
    signs_in(world, "zeynep")
    decided = asks(world, call=sid, case_number=None)
    assert (decided.escalation.decision, decided.escalation.case_number) == ("lead_now", CASE)
    assert decided.escalation.transfer_id is not None and decided.escalation.agent_id == "ayse"


def test_with_no_lead_free_who_talks_is_promised_a_call(world: World) -> None:
    decided = asks(world, call=in_conversation(world), case_number=None)
    assert decided.escalation.decision == "lead_calls"
    assert decided.callback is not None and decided.callback.phone == MEHMET


def test_a_kept_call_answers_the_escalation_and_a_lost_one_ends_it(world: World) -> None:
    decided = asks(world)
    with writing(world.voice.database) as session:
        callback = session.get_one(Callback, decided.callback.id if decided.callback else "")
        callback.state, callback.ended_at = "kept", world.clock()
    see_to_escalations(world.voice)
    [row] = rows(world)
    assert (row.answered_by, row.granted, row.ended_at) == ("zeynep", "lead_calls", None)


def a_newcomer_talks(world: World) -> str:
    """Ayşe, who is new; Burak beside her is ready."""
    now = world.clock()
    with writing(world.voice.database) as session:
        session.get_one(Agent, "ayse").hired_on = now.date()
        put_buddy(session, newcomer_id="ayse", coach_id="burak", until_on=now.date(), by="zeynep", now=now)
    sid = in_conversation(world)
    signs_in(world, "burak")
    return sid


def listenings(world: World) -> list[Listening]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(Listening)))


def test_the_colleague_beside_a_newcomer_is_invited(world: World) -> None:
    decided = asks(world, call=a_newcomer_talks(world), case_number=None, trigger="agent_asked")
    assert (decided.escalation.decision, decided.escalation.granted) == ("buddy", "buddy")
    [listening] = listenings(world)
    assert (listening.listener_id, listening.mode) == ("burak", "whisper")


def decided_before_somebody_died(world: World, call: str) -> None:
    """A buddy is to come, and nobody was left to call them."""
    now = world.clock()
    with writing(world.voice.database) as session:
        session.add(Escalation(id="1" * 32, once="died", trigger="newcomer", level=0, decision="buddy", reasons=[],
                               call=call, agent_id="ayse", asked_by="clock", asked_at=now, granted="buddy",
                               ended_at=now, version=1))  # fmt: skip


@pytest.mark.both_databases
def test_a_buddy_whom_somebody_died_over_is_called_by_the_clock_once(world: World) -> None:
    decided_before_somebody_died(world, a_newcomer_talks(world))
    world.advance(14)
    assert listenings(world) == []
    world.advance(16)
    [listening] = listenings(world)
    assert (listening.listener_id, listening.asked_by) == ("burak", f"escalation:{'1' * 32}")


def test_where_the_buddy_has_gone_meanwhile_the_trace_says_so_and_nobody_is_called_later(world: World) -> None:
    decided_before_somebody_died(world, a_newcomer_talks(world))
    signs_in(world, "burak", state="logged_out")
    world.advance(30)
    signs_in(world, "burak")
    world.advance(60)
    [row] = rows(world)
    assert listenings(world) == [] and row.granted == "none"
    assert explained(row.reasons, world.voice.escalations.table)[-1].en.startswith("→ the buddy could not come")
