"""What is worked on a case: departments' tasks, notes, losses and thanks, and the story all of it makes."""

from datetime import timedelta
from typing import Any

import pytest

from callbacks.task_watch import look_at_tasks
from cases.case import Case
from records.database import reading, writing
from staff.agent import Agent
from staff.notice import notices_for
from tests.console.conftest import Centre


def asked(centre: Centre, **told: Any) -> Any:
    wanted = {"department": "depo", "what": "Parça çıkarılsın", **told}
    return centre.asks("POST", "/cases/1001/tasks", "agent", json=wanted)


def noticed(centre: Centre, agent: str) -> list[str]:
    with reading(centre.board.database) as session:
        return [row.key for row in reversed(notices_for(session, agent, unseen=False, limit=50))]


def people_have_a_lead(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add(Agent(id="zeynep", name="Zeynep", role="lead"))
        session.get_one(Agent, "ayse").lead_id = "zeynep"


def test_a_department_has_its_own_clock_in_its_working_hours(centre: Centre) -> None:
    task = asked(centre).json
    assert (task["status"], task["due_at"]) == ("open", "2026-11-23T15:00:00Z")
    assert asked(centre).json == task, "asked for again it is the same task"
    [listed] = (centre.asks("GET", "/tasks?department=depo&status=open").json or {})["items"]
    assert listed == task


@pytest.mark.parametrize(
    ("told", "field"),
    [({"department": "uzay"}, "department"), ({"what": " "}, "what"), ({"due_at": "2020-01-01T00:00:00Z"}, "due_at")],
)
def test_a_task_nobody_could_do_is_refused(centre: Centre, told: dict[str, str], field: str) -> None:
    answer = asked(centre, **told)
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


@pytest.mark.both_databases
def test_the_owner_learns_before_a_task_is_late_and_leads_when_it_is(centre: Centre) -> None:
    people_have_a_lead(centre)
    asked(centre, due_at=(centre.clock() + timedelta(hours=4)).isoformat())
    for hours in (2.9, 0.2, 0.5, 0.5, 5):
        centre.clock.advance(hours * 3600)
        look_at_tasks(centre.board)
        look_at_tasks(centre.board)
    assert noticed(centre, "ayse") == ["notice_task_soon", "notice_task_late"]
    assert noticed(centre, "zeynep") == ["notice_task_late"]
    [told] = (centre.asks("GET", "/agents/zeynep/notices").json or {})["items"]
    assert told["text"]["en"] == "Case 1001: warehouse is late with this: Parça çıkarılsın"


def test_nobody_is_told_of_a_task_that_is_done(centre: Centre) -> None:
    task = asked(centre).json["id"]
    done = centre.asks("POST", f"/cases/1001/tasks/{task}/completion", "agent", json={"outcome": "Çıktı"}).json or {}
    assert (done["status"], done["outcome"]) == ("done", "Çıktı")
    assert centre.asks("POST", f"/cases/1001/tasks/{task}/withdrawal", "agent", json={}).status_code == 409
    assert centre.asks("POST", "/cases/1002/tasks/1/completion", "agent", json={}).status_code == 404
    centre.clock.advance(3 * 86_400)
    look_at_tasks(centre.board)
    assert noticed(centre, "ayse") == []


def test_a_case_does_not_end_while_a_department_works_on_it(centre: Centre) -> None:
    task = asked(centre).json["id"]
    refused = centre.asks("POST", "/cases/1001/closure", "agent", json={"disposition": "resolved"})
    assert (refused.status_code, (refused.json or {})["errors"]) == (
        409, [{"field": "tasks_open", "detail": str(task)}]
    )  # fmt: skip
    assert asked(centre).status_code == 200
    assert (
        centre.asks("POST", "/cases/1002/tasks", "agent", json={"department": "depo", "what": "x"}).status_code == 409
    )


def test_a_complaint_ends_only_after_somebody_asked_what_was_lost(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").reason = "complaint"
    refused = centre.asks("POST", "/cases/1001/closure", "agent", json={"disposition": "resolved"})
    assert refused.status_code == 409 and "lost" in (refused.json or {})["detail"]
    assert centre.asks("GET", "/cases/1001/loss").status_code == 404
    for wrong in ({}, {"nothing": True, "what": "x"}, {"what": "x", "worth": "-5"}):
        assert centre.asks("PUT", "/cases/1001/loss", "agent", json=wrong).status_code == 422, wrong
    told = {"what": "İki gün evde bekledi", "worth": "150", "offered": "Ücretsiz servis"}
    loss = centre.asks("PUT", "/cases/1001/loss", "agent", json=told).json or {}
    assert (loss["worth"], loss["offered"]) == ("150.00", "Ücretsiz servis")
    assert centre.asks("POST", "/cases/1001/closure", "agent", json={"disposition": "resolved"}).status_code == 200


@pytest.mark.both_databases
def test_the_story_of_a_case_is_told_in_order(centre: Centre) -> None:
    task = asked(centre).json["id"]
    centre.clock.advance(60)
    centre.asks("POST", "/cases/1001/notes", "agent", json={"text": "Akşam aransın"})
    centre.clock.advance(60)
    centre.asks("POST", f"/cases/1001/tasks/{task}/completion", "agent", json={"outcome": "Çıktı"})
    centre.clock.advance(60)
    said = {"to_agent": "ayse", "kind": "customer", "words": "Sağ olun", "case_number": "1001"}
    assert centre.asks("POST", "/thanks", "agent", json=said).status_code == 200
    centre.asks("POST", "/cases/1001/closure", "agent", json={"disposition": "resolved", "outcome": "Parça takıldı"})
    told = (centre.asks("GET", "/cases/1001/timeline").json or {})["items"]
    assert [(one["kind"], one["text"]) for one in told] == [
        ("opened", "Fatura"), ("task_given", "Parça çıkarılsın"), ("note", "Akşam aransın"), ("task_done", "Çıktı"),
        ("closed", "Parça takıldı"), ("thanks", "Sağ olun"),
    ]  # fmt: skip
    assert centre.asks("GET", "/cases/77/timeline").status_code == 404


def test_what_was_bought_is_known_until_it_ends_or_was_used(centre: Centre) -> None:
    path = "/customers/C1/entitlements"
    fridge = {"kind": "warranty", "product": "Buzdolabı", "reference": "W-1", "starts_on": "2026-01-01",
              "ends_on": "2026-11-22"}  # fmt: skip
    [ended] = (centre.asks("POST", path, "agent", json=fridge).json or {})["items"]
    assert ended["good"] is False
    [longer] = (centre.asks("POST", path, "agent", json={**fridge, "ends_on": "2026-11-23"}).json or {})["items"]
    assert (longer["id"], longer["good"]) == (ended["id"], True)
    wrong = centre.asks("POST", path, "agent", json={**fridge, "ends_on": "2025-12-31"})
    assert wrong.status_code == 422
    training = {"kind": "training", "product": "Fırın", "starts_on": "2026-01-01"}
    all_of_it = (centre.asks("POST", path, "agent", json=training).json or {})["items"]
    oven = next(one["id"] for one in all_of_it if one["kind"] == "training")
    used = (centre.asks("POST", f"{path}/{oven}/use", "agent", json={}).json or {})["items"]
    assert [(one["product"], one["used_on"], one["good"]) for one in used] == [
        ("Fırın", "2026-11-23", False), ("Buzdolabı", None, True)
    ]  # fmt: skip
    assert centre.asks("POST", f"{path}/{oven}/use", "agent", json={"used_on": "2027-01-01"}).status_code == 422
    assert len((centre.asks("DELETE", f"{path}/{oven}", "agent").json or {})["items"]) == 1
