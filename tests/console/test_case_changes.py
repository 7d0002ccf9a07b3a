"""Cases are opened, changed, closed and opened again through the API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cases.case import Case
from cases.closing import close_case
from cases.promise import end_promise, make_promise
from records.audit import AuditRow, first_break
from records.database import reading, writing
from tests.console.conftest import Centre


def opened(centre: Centre, role: str = "agent", **told: Any) -> Any:
    return centre.asks("POST", "/cases", role, json={"customer_id": "C1", "reason": "billing", **told})


def changed(centre: Centre, role: str = "agent", **changes: Any) -> Any:
    return centre.asks("PATCH", "/cases/1001", role, json={"version": 1, **changes})


def closed(centre: Centre, **told: Any) -> Any:
    return centre.asks("POST", "/cases/1001/closure", "agent", json={"disposition": "resolved", **told})


def promised(centre: Centre) -> int:
    with writing(centre.board.database) as session:
        return make_promise(session, case_number="1001", kind="callback", what="Haber", by_agent="ayse",
                            due_at=centre.clock() + timedelta(hours=1), now=centre.clock()).id  # fmt: skip


def audited(centre: Centre) -> list[str]:
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        return [row.what for row in session.query(AuditRow).order_by(AuditRow.seq)]


def test_a_case_gets_the_next_number_and_its_owner(centre: Centre) -> None:
    case = opened(centre, subject="Fatura iki kez geldi", reason="FATURA", owner_id="burak").json
    assert (case["number"], case["reason"], case["owner_id"], case["version"]) == ("1003", "billing", "burak", 2)
    assert (centre.asks("GET", "/cases?reason=billing").json or {})["items"] == [case]
    assert audited(centre) == ["case_opened"]


def test_a_case_by_number_is_of_whoever_has_it_and_a_new_number_is_somebody_new(centre: Centre) -> None:
    assert opened(centre, customer_id=None, phone="0532 999 88 77").json["customer_id"] == "C1"
    stranger = opened(centre, customer_id=None, phone="0532 777 66 55").json["customer_id"]
    known = centre.asks("GET", f"/customers/{stranger}").json or {}
    assert (known["name"], known["phones"]) == ("", ["+905327776655"])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": "uzaylılar"}, "reason"),
        ({"owner_id": "nobody"}, "owner_id"),
        ({"owner_id": "zeki"}, "owner_id"),
        ({"customer_id": "C9"}, "customer_id"),
        ({"customer_id": None}, "customer_id"),
        ({"public_link": "javascript:alert(1)"}, "public_link"),
        ({"priority": -1}, "priority"),
    ],
)
def test_a_case_that_makes_no_sense_is_not_opened(centre: Centre, told: dict[str, Any], field: str) -> None:
    answer = opened(centre, **told)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]
    assert len((centre.asks("GET", "/cases").json or {})["items"]) == 2


@pytest.mark.both_databases
def test_of_two_who_change_a_case_at_once_the_second_looks_again(centre: Centre) -> None:
    first = changed(centre, subject="Fatura yanlış", reason="late_delivery").json
    assert (first["subject"], first["reason"], first["version"]) == ("Fatura yanlış", "delivery_late", 2)
    assert changed(centre, subject="Başka").status_code == 409
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").wrap_up_missing = True
    assert changed(centre, version=2, subject="Başka").status_code == 409, "a call changed it meanwhile"
    assert changed(centre, version=3, subject="Başka").json["version"] == 4


def test_what_the_public_reads_comes_before_complaints(centre: Centre) -> None:
    assert changed(centre, public_link="https://sikayet.example/1").json["priority"] == 2
    assert changed(centre, version=2, reason="complaint").json["priority"] == 2
    assert changed(centre, version=3, public_link=None).json["priority"] == 1
    assert changed(centre, version=4, reason="billing").json["priority"] == 0


def test_a_priority_somebody_gave_stays_and_is_a_leads_to_give(centre: Centre) -> None:
    assert changed(centre, priority=5).status_code == 403
    assert changed(centre, "lead", priority=5, public_link="https://sikayet.example/1").json["priority"] == 5
    assert changed(centre, version=2, public_link=None).json["priority"] == 5
    assert changed(centre, "lead", version=3, priority=0, reason="complaint").json["priority"] == 1


@pytest.mark.both_databases
def test_a_case_ends_when_nothing_is_owed_on_it(centre: Centre) -> None:
    promise = promised(centre)
    refused = closed(centre)
    assert refused.status_code == 409 and f"({promise})" in refused.json["detail"]
    assert closed(centre, kept_promises=[promise + 1]).status_code == 422
    case = closed(centre, kept_promises=[promise], outcome="İade edildi").json
    assert (case["status"], case["disposition"], case["outcome"]) == ("closed", "resolved", "İade edildi")
    [kept] = (centre.asks("GET", "/cases/1001/promises").json or {})["items"]
    assert kept["status"] == "kept"
    assert closed(centre).status_code == 409
    assert audited(centre) == ["case_closed"]


def test_a_refused_closure_keeps_no_promise(centre: Centre) -> None:
    first, _ = promised(centre), changed(centre)
    with writing(centre.board.database) as session:
        make_promise(session, case_number="1001", kind="delivery", what="Kargo", by_agent=None,
                     due_at=centre.clock(), now=centre.clock())  # fmt: skip
    assert closed(centre, kept_promises=[first]).status_code == 409
    with writing(centre.board.database) as session:
        assert end_promise(session, first, "kept", centre.clock()), "it was still open"


def test_a_case_that_was_not_over_is_opened_again_with_its_owner(centre: Centre) -> None:
    closed(centre)
    again = centre.asks("POST", "/cases/1001/reopening", "agent", json={"reason": "Yine bozuldu"}).json or {}
    assert (again["status"], again["owner_id"], again["closed_at"]) == ("open", "ayse", None)
    twice = centre.asks("POST", "/cases/1001/reopening", "agent", json={"reason": "Yine"})
    assert twice.status_code == 409
    assert audited(centre) == ["case_closed", "case_reopened"]


def test_the_same_request_twice_opens_one_case(centre: Centre) -> None:
    answers = [
        centre.asks("POST", "/cases", "agent", json={"customer_id": "C1"}, headers={"Idempotency-Key": "k"}).json
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len((centre.asks("GET", "/cases").json or {})["items"]) == 3


def test_reasons_are_told_with_their_words(centre: Centre) -> None:
    reasons = {one["name"]: one["words"] for one in (centre.asks("GET", "/reasons").json or {})["items"]}
    assert reasons["damaged"] == {"tr": "hasarlı ürün", "en": "damaged product"}


@pytest.mark.both_databases
@pytest.mark.parametrize("promise", [2**31, 2**63, -1, 0])
def test_a_promise_with_a_number_no_promise_has_is_refused(centre: Centre, promise: int) -> None:
    assert closed(centre, kept_promises=[promise]).status_code == 422


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_nothing_is_promised_about_a_case_while_it_is_being_closed(centre: Centre) -> None:
    wanted = {"kind": "delivery", "what": "Kargo", "within_hours": 3}
    waits = text("select count(*) from pg_locks where not granted")
    with ThreadPoolExecutor(1) as other, writing(centre.board.database) as session:
        close_case(session, session.get_one(Case, "1001", with_for_update=True), disposition="resolved", outcome=None,
                   now=centre.clock())  # fmt: skip
        session.flush()
        promised = other.submit(centre.asks, "POST", "/cases/1001/promises", "agent", json=wanted)
        while not session.scalar(waits) and not promised.done():
            pass
    assert promised.result().status_code == 409
