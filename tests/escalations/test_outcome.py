"""What came of an escalation: the agent learns it first, the like is compared, a gap is somebody's task."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from cases.message import MessageRow
from escalations.asked import Request
from escalations.deciding import decide
from escalations.escalation import Escalation
from escalations.improvement_due import see_to_improvements
from records.database import reading, writing
from staff.notice import NoticeRow
from tests.world import World

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SAME = {"by": "zeynep", "outcome": "same", "answer": "Kural böyle, üzgünüz."}
DIFFERENT = {"by": "zeynep", "outcome": "different", "answer": "Ücreti iade ediyoruz."}
GAP = {"by": "zeynep", "outcome": "gap", "answer": "Bakacağız.", "gap": "Taşınan aboneler", "due_on": "2026-12-01"}


@pytest.fixture(autouse=True)
def _in_the_morning(world: World) -> None:
    world.clock.advance_to(MORNING)


def escalated(world: World, once: str = "one", case: str = "4812", **more: Any) -> str:
    request = Request(once=once, trigger="caller_asked", by="agent:ayse", case_number=case, agent_id="ayse", **more)
    return decide(world.voice, request).escalation.id


def ends(world: World, escalation: str, wanted: dict[str, Any]) -> tuple[int, Any]:
    return world.ask("POST", f"/api/v1/escalations/{escalation}/outcome", wanted, key=world.key)


def notices(world: World, agent: str) -> list[tuple[str, str]]:
    with reading(world.voice.database) as session:
        rows = session.scalars(select(NoticeRow).where(NoticeRow.agent_id == agent, NoticeRow.kind == "escalation"))
        return [(one.key, str(one.args.get("right"))) for one in rows]


def test_who_overrules_an_agent_says_what_they_did_right_and_the_agent_learns_it_first(world: World) -> None:
    escalation = escalated(world)
    status, told = ends(world, escalation, DIFFERENT)
    assert status == 422 and [one["field"] for one in told["errors"]] == ["right"]
    status, told = ends(world, escalation, DIFFERENT | {"right": "Sakin kaldı", "write": True})
    assert status == 200, told
    assert (told["outcome"], told["justified"], told["answered_by"]) == ("different", True, "zeynep")
    assert ("notice_outcome_different", "Sakin kaldı") in notices(world, "ayse")
    with reading(world.voice.database) as session:
        written = select(MessageRow).where(MessageRow.case_number == "4812", MessageRow.written_by == "zeynep")
        [message] = session.scalars(written)
        assert "Ücreti iade" in message.body and message.written_at >= datetime.fromisoformat(told["told_agent_at"])


def test_it_is_written_once_and_by_a_lead_other_than_the_agent(world: World) -> None:
    escalation = escalated(world)
    assert ends(world, escalation, SAME | {"by": "ayse"})[0] == 422
    assert ends(world, escalation, SAME)[1]["justified"] is False
    assert ends(world, escalation, SAME)[0] == 409
    assert ends(world, "nope", SAME)[0] == 404


def test_a_gap_is_somebodys_task_until_a_day_and_they_are_reminded(world: World) -> None:
    assert ends(world, escalated(world), GAP | {"gap": None})[0] == 422
    status, told = ends(world, escalated(world), GAP | {"owner_id": "selin"})
    assert status == 200 and told["improvement_id"] == 1, told
    assert ("notice_improvement", "None") in notices(world, "selin")
    world.clock.advance_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    for _ in range(2):
        see_to_improvements(world.voice)
    assert [key for key, _ in notices(world, "selin")].count("notice_improvement_due") == 1
    [item] = world.ask("GET", "/api/v1/improvements", key=world.key)[1]["items"]
    assert (item["owner_id"], date.fromisoformat(item["due_on"])) == ("selin", date(2026, 12, 1))
    world.ask("POST", "/api/v1/improvements/1/end", {"outcome": "Kural değişti"}, key=world.key)
    assert world.ask("GET", "/api/v1/improvements", key=world.key)[1]["items"] == []


def test_how_the_like_ended_is_shown_before_and_a_departure_is_told(world: World) -> None:
    first, second = escalated(world), escalated(world, once="two", case="4810")
    with writing(world.voice.database) as session:
        for one in session.scalars(select(Escalation)):
            assert one.level == 2
    ends(world, first, SAME)
    path = f"/api/v1/escalations/{second}/precedents"
    [before] = world.ask("GET", path, key=world.key)[1]["items"]
    assert (before["id"], before["outcome"], len(before["differs"]) <= 2) == (first, "same", True)
    told = ends(world, second, DIFFERENT | {"right": "Doğru sordu"})[1]
    assert told["departs_from"] == ([first] if not before["differs"] else [])


def test_a_final_answer_goes_with_its_way_to_appeal(world: World) -> None:
    final = {"wording_tr": "Bu iade yapılamıyor.", "wording_en": "This cannot be refunded.", "reason": "süre geçti"}
    told = ends(world, escalated(world), SAME | {"final": final, "write": True})[1]
    shown = world.ask("GET", f"/api/v1/final-answers/{told['final_answer_id']}", key=world.key)[1]
    assert (shown["status"], shown["given_by"]) == ("in_force", "zeynep")
    with reading(world.voice.database) as session:
        written = select(MessageRow).where(MessageRow.case_number == "4812", MessageRow.written_by == "zeynep")
        [message] = session.scalars(written)
        assert "Bu iade yapılamıyor." in message.body
