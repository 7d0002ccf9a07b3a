"""Visits: a checklist by what the case is about, a brief before the door, and a broken promise without the part."""

from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from cases.case import Case
from cases.message import MessageRow
from records.audit import AuditRow
from records.database import reading, writing
from staff.field_worker import put_field_worker
from tests.console.conftest import Centre

TOMORROW = {"what": "Yarın öğleden önce gelinir", "starts_at": "2026-11-24T06:00:00Z", "until": "2026-11-24T09:00:00Z"}
KEMAL, HIS_PHONE = "3417", "+905321112233"


@pytest.fixture(autouse=True)
def repair(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").reason = "technician"
        put_field_worker(session, id=KEMAL, name="Kemal", pin="4711", active=True, secret=b"x", now=centre.clock())


def visit(centre: Centre, **wanted: Any) -> dict[str, Any]:
    answer = centre.asks("POST", "/cases/1001/visits", role="agent", json=TOMORROW | wanted)
    assert answer.status_code == 200, answer.json
    return answer.json or {}


def asks(centre: Centre, one: dict[str, Any], what: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = centre.asks("PUT", f"/cases/1001/visits/{one['id']}/{what}", role="agent", json=body)
    return answer.status_code, answer.json or {}


def promise_of(centre: Centre, one: dict[str, Any]) -> dict[str, Any]:
    return centre.asks("GET", f"/cases/1001/promises/{one['promise_id']}").json or {}


def names(one: dict[str, Any]) -> list[str]:
    return [item["name"] for item in one["checklist"]]


def test_a_visit_is_a_promise_with_the_checklist_of_its_case_and_who_goes_reads_it_at_once(centre: Centre) -> None:
    one = visit(centre, worker=KEMAL, worker_phone="0532 111 22 33", parts=["fan motoru"])
    assert names(one) == ["fan motoru", "identity_card", "tools", "usual_parts"]
    promise = promise_of(centre, one)
    assert (promise["kind"], promise["agreed_for"], promise["by_agent"]) == ("visit", TOMORROW["until"], "ayse")
    with reading(centre.board.database) as session:
        [text] = session.scalars(select(MessageRow)).all()
        assert (text.to_number, text.body) == (HIS_PHONE, one["brief"]["tr"])
    assert "24.11. 09:00-12:00" in text.body
    assert "fan motoru" in text.body
    assert "Işıl" not in text.body, "a text is read on a screen that others see too"


def test_asked_for_twice_it_is_one_visit_and_one_text(centre: Centre) -> None:
    assert visit(centre, worker_phone=HIS_PHONE) == visit(centre, worker_phone=HIS_PHONE)
    with reading(centre.board.database) as session:
        assert len(session.scalars(select(MessageRow)).all()) == 1
        assert [row.what for row in session.scalars(select(AuditRow))] == ["visit_planned"]


def test_a_van_is_ready_when_everything_is_in_it(centre: Centre) -> None:
    one = visit(centre)
    assert asks(centre, one, "packing", items=["tools"])[1]["ready"] is False
    assert asks(centre, one, "packing", items=names(one))[1]["ready"] is True
    assert asks(centre, one, "packing", items=["tools"])[1]["ready"] is False
    assert asks(centre, one, "packing", items=["a ladder"])[0] == 422


@pytest.mark.both_databases
def test_who_arrives_without_the_part_has_broken_the_promise_and_the_customer_is_called(centre: Centre) -> None:
    one = visit(centre)
    assert asks(centre, one, "end", how="without_part")[0] == 422
    assert asks(centre, one, "end", how="without_part", missing=["a ladder"])[0] == 422
    status, ended = asks(centre, one, "end", how="without_part", missing=["usual_parts"], note="Fan motoru yoktu")
    assert (status, ended["state"]) == (200, "without_part")
    promise = promise_of(centre, one)
    assert (promise["status"], promise["escalation_candidate"]) == ("broken", "arrived_without_part")
    with reading(centre.board.database) as session:
        [call] = session.scalars(select(Callback)).all()
        assert (call.phone, call.agent_id) == ("+905329998877", "ayse")
    assert asks(centre, one, "end", how="done")[0] == 409
    assert asks(centre, one, "packing", items=[])[0] == 409


@pytest.mark.parametrize(
    ("how", "note", "became"),
    [("done", None, "kept"), ("nobody_home", None, "kept"), ("called_off", "Düzeldi dedi", "released")],
)
def test_what_becomes_of_the_promise_is_what_was_found_at_the_door(
    centre: Centre, how: str, note: str | None, became: str
) -> None:
    one = visit(centre)
    assert asks(centre, one, "end", how=how, note=note)[0] == 200
    assert promise_of(centre, one)["status"] == became


def test_a_visit_is_called_off_in_the_customers_words_alone(centre: Centre) -> None:
    assert asks(centre, visit(centre), "end", how="called_off")[0] == 422


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": "2026-11-22T09:00:00Z"}, "until"),
        ({"starts_at": "2026-11-24T10:00:00Z"}, "starts_at"),
        ({"starts_at": "2026-11-23T10:00:00Z"}, "starts_at"),
        ({"worker": "9999"}, "worker"),
        ({"worker_phone": "abc"}, "worker_phone"),
    ],
)
def test_a_visit_nobody_could_make_is_refused(centre: Centre, wrong: dict[str, Any], field: str) -> None:
    answer = centre.asks("POST", "/cases/1001/visits", json=TOMORROW | wrong)
    assert [fault["field"] for fault in (answer.json or {})["errors"]] == [field]
    assert (centre.asks("GET", "/cases/1001/visits").json or {})["items"] == []
