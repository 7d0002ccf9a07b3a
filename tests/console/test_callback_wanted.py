"""A call is promised at a desk or by another system: once for each number and matter, with its window and its words."""

from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.callback_step import steps_of_callback
from cases.message import MessageRow
from cases.promise import Promise
from records.database import reading
from tests.console.conftest import Centre

ISIL = "+905329998877"
STRANGER = "+905321112233"


def wanted(centre: Centre, path: str = "/callbacks", status: int = 200, **body: Any) -> dict[str, Any]:
    answer = centre.asks("POST", path, role="agent", json={"phone": STRANGER} | body)
    assert answer.status_code == status, answer.data
    told: dict[str, Any] = answer.json or {}
    return told


def test_a_promised_call_has_a_case_a_promise_a_step_and_a_message(centre: Centre) -> None:
    made = wanted(centre, what="Faturayı anlatmak")
    with reading(centre.board.database) as session:
        row = session.get_one(Callback, made["id"])
        promise = session.get_one(Promise, row.promise_id)
        [step] = steps_of_callback(session, row.id)
        [message] = session.scalars(select(MessageRow)).all()
    assert (promise.kind, promise.what, promise.due_at) == ("callback", "Faturayı anlatmak", row.due_at)
    assert (step.state, made["new"], row.state, row.look_at) == ("scheduled", True, "scheduled", row.not_before)
    assert (message.to_number, message.case_number) == (STRANGER, row.case_number)
    assert message.body.startswith(f"{row.case_number} numaralı dosyanız için sizi 2")


def test_the_same_number_and_case_again_is_the_one_that_stands(centre: Centre) -> None:
    first = wanted(centre, "/cases/1001/callbacks", phone=ISIL)
    again = wanted(centre, "/cases/1001/callbacks", phone="0532 999 88 77", due="2026-11-30T12:00:00Z")
    anyhow = wanted(centre, phone=ISIL)
    assert [again["id"], anyhow["id"]] == [first["id"]] * 2
    assert (first["new"], again["new"], anyhow["new"]) == (True, False, False)
    assert again["due_at"] == first["due_at"]


def test_another_matter_of_the_same_number_is_another_call(centre: Centre) -> None:
    about = wanted(centre, phone=ISIL)
    other = wanted(centre, "/cases/1001/callbacks", phone=ISIL)
    assert other["new"] and about["case_number"] != other["case_number"] == "1001"
    assert other["agent_id"] == "ayse", "whoever owns the case promised it"


def test_anybody_may_call_where_nobody_in_particular_is_wanted(centre: Centre) -> None:
    assert wanted(centre, "/cases/1001/callbacks", phone=ISIL, anybody=True)["agent_id"] is None
    assert wanted(centre, agent_id="burak")["agent_id"] == "burak"


def test_the_customer_chooses_a_window(centre: Centre) -> None:
    made = wanted(centre, begin="2026-11-24T11:00:00Z", due="2026-11-24T13:00:00Z")
    with reading(centre.board.database) as session:
        row = session.get_one(Callback, made["id"])
        [message] = session.scalars(select(MessageRow)).all()
    assert row.look_at == row.not_before and row.until == row.due_at
    assert row.place_at == row.not_before, "who chose a time overtakes nobody who waits by then"
    assert "24 Kasım Salı 14.00 ile 24 Kasım Salı 16.00 arasında" in message.body


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "112"}, "phone"),
        ({"phone": "+447911123456"}, "phone"),
        ({"queue": "yok"}, "queue"),
        ({"agent_id": "zeki"}, "agent_id"),
        ({"customer_id": "kimse"}, "customer_id"),
        ({"case_number": "9999"}, "case_number"),
        ({"case_number": "1002"}, "case_number"),
        ({"due": "2020-01-01T00:00:00Z"}, "due"),
        ({"begin": "2026-11-24T11:00:00Z", "due": "2026-11-24T11:05:00Z"}, "due"),
        ({"begin": "2026-11-24T11:00:00Z", "due": "2026-11-24T10:00:00Z"}, "due"),
        ({"due": "2036-11-24T11:00:00Z"}, "due"),
        ({"begin": "2026-11-24T21:00:00Z", "due": "2026-11-24T23:00:00Z"}, "due"),
    ],
)
def test_what_cannot_be_promised_is_refused_by_field_and_nothing_is_written(
    centre: Centre, body: dict[str, str], field: str
) -> None:
    told = wanted(centre, status=422, **body)
    assert [fault["field"] for fault in told["errors"]] == [field]
    with reading(centre.board.database) as session:
        assert session.scalars(select(Callback)).all() == []


def test_the_same_request_twice_is_one_callback(centre: Centre) -> None:
    headers = {"Idempotency-Key": "one"}
    first, again = (centre.asks("POST", "/callbacks", json={"phone": STRANGER}, headers=headers) for _ in range(2))
    assert first.data == again.data


def test_who_wants_nothing_in_writing_gets_nothing(centre: Centre) -> None:
    wanted(centre, tell=False)
    with reading(centre.board.database) as session:
        assert session.scalars(select(MessageRow)).all() == []
