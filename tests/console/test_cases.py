"""Customers, their cases, what was promised and who owns it, through the API."""

from datetime import timedelta

import pytest

from cases.case import Case
from cases.promise import make_promise
from records.audit import AuditRow, first_break
from records.database import reading, writing
from tests.console.conftest import Centre


@pytest.mark.parametrize("query", ["", "?name=IŞIL", "?name=ışıl", "?phone=%2B905329998877", "?phone=+905329998877"])
def test_a_customer_is_found_by_turkish_letters_and_by_number(centre: Centre, query: str) -> None:
    [customer] = (centre.asks("GET", f"/customers{query}").json or {})["items"]
    assert (customer["id"], customer["name"], customer["phones"]) == ("C1", "Işıl Şahin", ["+905329998877"])
    assert centre.asks("GET", "/customers/C1").json == customer


@pytest.mark.parametrize("query", ["?name=Ahmet", "?phone=%2B905320000000"])
def test_nobody_is_found_by_a_strange_name_or_number(centre: Centre, query: str) -> None:
    assert (centre.asks("GET", f"/customers{query}").json or {})["items"] == []


def test_an_unknown_customer_or_case_is_not_found(centre: Centre) -> None:
    for path in ("/customers/C9", "/cases/9", "/cases/9/promises", "/cases/9/owner"):
        assert centre.asks("GET", path).status_code == 404, path


def test_cases_are_filtered(centre: Centre) -> None:
    def numbers(query: str) -> list[str]:
        return [case["number"] for case in (centre.asks("GET", f"/cases{query}").json or {})["items"]]

    assert numbers("") == ["1001", "1002"]
    assert numbers("?status=closed") == ["1002"]
    assert numbers("?owner=ayse") == ["1001"]
    assert numbers("?customer=C1&status=open") == ["1001"]
    assert numbers("?owner=burak") == []


@pytest.mark.both_databases
def test_pages_of_cases_leave_nobody_out_and_nobody_twice(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add_all(
            Case(number=f"2{n:03}", status="open", opened_at=centre.clock() + timedelta(seconds=n // 3),
                 last_touched_at=centre.clock()) for n in range(10)
        )  # fmt: skip
    seen: list[str] = []
    cursor = ""
    while True:
        page = centre.asks("GET", f"/cases?limit=4{cursor}").json or {}
        seen += [case["number"] for case in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 12
    assert seen[0] == "2009"
    assert seen[-2:] == ["1001", "1002"]


def test_promises_come_next_due_first(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        for hours in (3, 1):
            make_promise(session, case_number="1001", kind="update", what=f"{hours} saat", by_agent="ayse",
                         due_at=centre.clock() + timedelta(hours=hours), now=centre.clock())  # fmt: skip
    promises = (centre.asks("GET", "/cases/1001/promises").json or {})["items"]
    assert [(one["what"], one["due_at"], one["status"]) for one in promises] == [
        ("1 saat", "2026-11-23T08:00:00Z", "open"),
        ("3 saat", "2026-11-23T10:00:00Z", "open"),
    ]


def test_a_case_is_reassigned_with_a_reason_that_stays(centre: Centre) -> None:
    answer = centre.asks("PUT", "/cases/1001/owner", json={"agent_id": "burak", "reason": "Ayşe is on leave"})
    owner = answer.json or {}
    assert (answer.status_code, owner["agent_id"]) == (200, "burak")
    assert [(one["agent_id"], one["how"], one["reason"]) for one in owner["history"]] == [
        ("burak", "reassigned", "Ayşe is on leave")
    ]
    with reading(centre.board.database) as session:
        [row] = session.query(AuditRow).all()
        assert (row.what, row.subject) == ("case_reassigned", "case:1001")
        assert first_break(session) is None


def test_reassigning_to_the_owner_changes_nothing(centre: Centre) -> None:
    answer = centre.asks("PUT", "/cases/1001/owner", json={"agent_id": "ayse", "reason": "again"})
    assert answer.status_code == 200
    with reading(centre.board.database) as session:
        assert session.query(AuditRow).all() == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"agent_id": "nobody", "reason": "x"}, "agent_id"),
        ({"agent_id": "zeki", "reason": "x"}, "agent_id"),
        ({"agent_id": "burak", "reason": " "}, "reason"),
        ({"agent_id": "burak"}, "reason"),
    ],
)
def test_a_reassignment_needs_somebody_who_works_here_and_a_reason(
    centre: Centre, wanted: dict[str, str], field: str
) -> None:
    answer = centre.asks("PUT", "/cases/1001/owner", json=wanted)
    assert answer.status_code == 422
    assert [fault["field"] for fault in (answer.json or {})["errors"]] == [field]
    assert (centre.asks("GET", "/cases/1001/owner").json or {})["agent_id"] == "ayse"


def test_an_agent_may_not_reassign_cases(centre: Centre) -> None:
    wanted = {"agent_id": "burak", "reason": "x"}
    assert centre.asks("PUT", "/cases/1001/owner", role="agent", json=wanted).status_code == 403


def test_who_was_passed_on_too_often_is_among_what_may_become_an_escalation(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").bounces = 1
    assert (centre.asks("GET", "/cases?escalation_candidate=true").json or {})["items"] == []
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").bounces = 2
        session.get_one(Case, "1002").bounces = 2
    [shown] = (centre.asks("GET", "/cases?escalation_candidate=true").json or {})["items"]
    assert (shown["number"], shown["bounces"]) == ("1001", 2)
