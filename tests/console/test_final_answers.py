"""What cannot be done is said once, kindly, the same on every channel, and somebody else looks at it when asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.message import MessageRow
from cases.promise import promises_of
from console.brief import brief
from records.call_record import CallRecord
from records.database import reading, writing
from staff.agent import Agent
from tests.console.conftest import CALL, Centre

WORDS = {"by": "zeynep", "case_number": "1001", "reason": "garanti bitti",
         "wording_tr": "Süresi dolan garantiyi uzatamıyoruz.",
         "wording_en": "We cannot prolong a warranty that has ended."}  # fmt: skip


@pytest.fixture
def centre(centre: Centre) -> Centre:
    with writing(centre.board.database) as session:
        session.add_all([
            Agent(id="zeynep", name="Zeynep Öztürk", role="lead", hired_on=date(2018, 9, 10)),
            Agent(id="selin", name="Selin Arslan", role="manager", hired_on=date(2015, 3, 2)),
        ])  # fmt: skip
    return centre


def answer(centre: Centre, **changes: Any) -> Any:
    return centre.asks("POST", "/final-answers", "lead", json={**WORDS, **changes})


def appeal(centre: Centre, number: int) -> Any:
    return centre.asks("POST", f"/final-answers/{number}/appeal", "agent", json={"words": "Kabul etmiyorum"})


def decide(centre: Centre, number: int, decision: str, by: str = "selin") -> Any:
    told = {"by": by, "decision": decision, "reason": "hata bizdeydi"}
    return centre.asks("POST", f"/final-answers/{number}/appeal/decision", "lead", json=told)


def give(centre: Centre, agent: str = "burak") -> Any:
    told = {
        "agent_id": agent,
        "case_number": "1001",
        "kind": "credit",
        "amount": "10",
        "reason": "bir de burada deneyelim",
    }
    return centre.asks("POST", "/goodwill", "agent", json=told)


def test_the_same_words_go_out_on_every_channel_with_how_to_appeal(centre: Centre) -> None:
    told = answer(centre).json
    assert told["in_full"]["tr"] == (
        "1001 numaralı dosya hakkındaki yanıtımız kesindir. Süresi dolan garantiyi uzatamıyoruz. Kabul etmiyorsanız "
        "23 Aralık 2026 tarihine kadar itiraz edebilirsiniz. Bu dosya numarasıyla bizi arayın ya da bize yazın ve "
        "itiraz ettiğinizi söyleyin; başka biri inceler."
    )
    assert "until 23 December 2026" in told["in_full"]["en"]
    with reading(centre.board.database) as session:
        [message] = session.scalars(select(MessageRow))
    assert WORDS["wording_tr"] in message.body and "23 Aralık 2026" in message.body


def test_nobody_bends_what_is_final_and_a_changed_answer_is_final_no_more(centre: Centre) -> None:
    number = answer(centre).json["id"]
    refused = give(centre)
    assert refused.status_code == 409 and "answered finally on 2026-11-23 by zeynep" in refused.json["detail"]
    assert answer(centre, by="selin").status_code == 409
    assert appeal(centre, number).json["status"] == "appealed"
    assert give(centre).status_code == 409
    assert decide(centre, number, "changed").json["status"] == "changed"
    assert give(centre).status_code == 200
    [notice] = (centre.asks("GET", "/agents/zeynep/notices").json or {})["items"]
    assert notice["text"]["en"] == "Selin Arslan has changed your final answer on case 1001 and wrote why."


def test_what_was_asked_before_is_not_granted_after_a_final_answer(centre: Centre) -> None:
    asked = centre.asks("POST", "/goodwill", "agent", json={"agent_id": "burak", "case_number": "1001",
                        "kind": "credit", "amount": "400", "reason": "x"}).json or {}  # fmt: skip
    answer(centre)
    told = {"by": "zeynep", "decision": "granted", "reason": "x"}
    assert centre.asks("POST", f"/goodwill/{asked['id']}/decision", "lead", json=told).status_code == 409


def test_an_appeal_is_answered_by_somebody_else_and_by_a_promised_day(centre: Centre) -> None:
    number = answer(centre).json["id"]
    assert decide(centre, number, "upheld").status_code == 409
    appeal(centre, number)
    assert appeal(centre, number).status_code == 409
    with reading(centre.board.database) as session:
        [promise] = promises_of(session, "1001")
    assert (promise.kind, promise.status, promise.due_at.date()) == ("decision", "open", date(2026, 11, 30))
    assert [decide(centre, number, "upheld", by=by).status_code for by in ("zeynep", "ayse")] == [422, 422]
    assert decide(centre, number, "upheld").json["decided_by"] == "selin"
    assert [decide(centre, number, "changed").status_code, appeal(centre, number).status_code] == [409, 409]
    with reading(centre.board.database) as session:
        assert [one.status for one in promises_of(session, "1001")] == ["kept"]
    assert give(centre).status_code == 409


def test_an_appeal_that_comes_too_late_is_told_so(centre: Centre) -> None:
    number = answer(centre).json["id"]
    centre.clock.advance(timedelta(days=31).total_seconds())
    assert "could be appealed until 2026-12-23" in appeal(centre, number).json["detail"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"by": "ayse"}, "by"),
        ({"case_number": "9"}, "case_number"),
        ({"wording_en": " "}, "wording_en"),
        ({"wording_tr": "x" * 481}, "wording_tr"),
        ({"wording_tr": "Bakınız https://ornek.tr"}, "wording_tr"),
        ({"wording_en": "No.\nNever."}, "wording_en"),
        ({"wording_en": "<b>No</b>"}, "wording_en"),
    ],
)
def test_what_some_channel_could_not_carry_is_refused(centre: Centre, changes: dict[str, str], field: str) -> None:
    refused = answer(centre, **changes)
    assert refused.status_code == 422 and [one["field"] for one in refused.json["errors"]] == [field]


def test_whoever_is_offered_the_next_call_about_it_reads_the_answer(centre: Centre) -> None:
    answer(centre)
    record = CallRecord(sid=CALL, case_number="1001", customer_id="C1")
    with reading(centre.board.database) as session:
        told = brief(session, record, "burak", centre.clock(), centre.board.care)
    assert "It was answered finally: We cannot prolong a warranty that has ended." in told.en
    assert "Kesin yanıt verildi: Süresi dolan garantiyi uzatamıyoruz." in told.tr


def test_the_case_tells_of_the_answer_the_appeal_and_who_decided_it(centre: Centre) -> None:
    number = answer(centre).json["id"]
    for minutes, happens in ((1, lambda: appeal(centre, number)), (1, lambda: decide(centre, number, "upheld"))):
        centre.clock.advance(minutes * 60)
        assert happens().status_code == 200
    items = (centre.asks("GET", "/cases/1001/timeline").json or {})["items"]
    told = [(one["kind"], one["who"], one["text"]) for one in items if one["kind"].startswith("final_answer")]
    assert told == [
        ("final_answer", "zeynep", WORDS["wording_tr"]),
        ("final_answer_appealed", None, "Kabul etmiyorum"),
        ("final_answer_upheld", "selin", "hata bizdeydi"),
    ]
