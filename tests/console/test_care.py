"""Vouchers, the register of hardship, field workers, surveys and requests for managers, through the API."""

from datetime import date, timedelta
from typing import Any

import pytest

from callbacks.writing import forget_what_is_old
from cases.manager_request import ask_for_manager
from cases.stop_line import answer_stop_line
from cases.survey import SurveyAnswer, keep_answer
from cases.voucher import Voucher
from records.audit import AuditRow, first_break
from records.database import reading, writing
from staff.field_worker import is_field_worker
from tests.console.conftest import Centre

ISIL = "+905329998877"
pytestmark = pytest.mark.both_databases


def voucher(centre: Centre, **changes: Any) -> Any:
    expires_at = (centre.clock() + timedelta(days=90)).isoformat()
    return centre.asks("POST", "/vouchers", json={"value": "30", "expires_at": expires_at, **changes})


def entry(centre: Centre, **changes: Any) -> Any:
    wanted = {"phone": ISIL, "starts_on": "2026-11-01", "reason": "Hastalık", **changes}
    return centre.asks("POST", "/hardship", json=wanted)


def audited(centre: Centre) -> list[tuple[str, str]]:
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        return [(row.what, row.subject) for row in session.query(AuditRow).order_by(AuditRow.seq)]


def test_a_voucher_is_made_shown_and_redeemed_once(centre: Centre) -> None:
    made = voucher(centre, customer_id="C1", case_number="1001", reason="Kötü kurulum").json
    assert (made["value"], made["redeemed_at"], len(made["code"])) == ("30.00", None, 10)
    shown = {name: value for name, value in made.items() if name not in ("code", "spoken")}
    assert centre.asks("GET", f"/vouchers/{made['code']}", "agent").json == shown
    assert centre.asks("GET", f"/vouchers/{made['id']}", "agent").json == shown
    assert (centre.asks("GET", "/vouchers").json or {})["items"] == [shown]
    stranger = centre.asks("POST", f"/vouchers/{made['code']}/redemption", "agent", json={"customer_id": "C9"})
    assert stranger.status_code == 422
    redeemed = centre.asks("POST", f"/vouchers/{made['code']}/redemption", "agent", json={"customer_id": "C1"})
    assert (redeemed.json or {})["redeemed_at"] is not None
    again = centre.asks("POST", f"/vouchers/{made['code']}/redemption", "agent", json={})
    assert again.status_code == 409 and "used" in (again.json or {})["detail"]
    named = f"voucher:*{made['code'][-4:]}"
    assert audited(centre) == [("voucher_made", "customer:C1"), ("voucher_redeemed", named)]


def test_a_code_is_kept_nowhere_and_told_again_to_whoever_repeats_the_request(centre: Centre) -> None:
    wanted = {"value": "30", "expires_at": "2027-01-01T00:00:00Z"}
    first, again = (centre.asks("POST", "/vouchers", json=wanted, headers={"Idempotency-Key": "v"}).json or {}
                    for _ in range(2))  # fmt: skip
    assert first == again
    assert centre.asks("POST", "/vouchers/redemptions", "agent", json={"code": first["code"]}).status_code == 200
    with centre.board.database.connect() as connection:
        for table in ("vouchers", "idempotent_requests", "audit"):
            assert first["code"] not in str(connection.exec_driver_sql(f"select * from {table}").all())


def test_a_voucher_from_before_codes_were_hidden_is_good_and_hidden_by_the_clock(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add_all(
            Voucher(id=f"old{code}", clear_code=code, last4=code[-4:], kurus=3000, made_by="key:1",
                    made_at=centre.clock(), expires_at=centre.clock() + timedelta(days=9))
            for code in ("1234567890", "2234567890")
        )  # fmt: skip
    assert centre.asks("POST", "/vouchers/1234567890/redemption", json={}).status_code == 200
    forget_what_is_old(centre.board)
    with reading(centre.board.database) as session:
        assert session.query(Voucher).filter(Voucher.clear_code.is_not(None)).all() == []
    assert centre.asks("POST", "/vouchers/2234567890/redemption", json={}).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"value": "0"}, {"value": "-5"}, {"value": "yüz"}, {"value": "9999999"}, {"expires_at": "2026-01-01T00:00:00Z"},
     {"expires_at": "2096-01-01T00:00:00Z"}, {"customer_id": "C9"}, {"case_number": "9"}],
)  # fmt: skip
def test_a_voucher_that_makes_no_sense_is_not_made(centre: Centre, changes: dict[str, str]) -> None:
    assert voucher(centre, **changes).status_code == 422


def test_pages_of_vouchers_leave_none_out(centre: Centre) -> None:
    made = {voucher(centre).json["id"] for _ in range(5)}
    first = centre.asks("GET", "/vouchers?limit=3").json or {}
    second = centre.asks("GET", f"/vouchers?limit=3&cursor={first['next_cursor']}").json or {}
    codes = [one["id"] for one in (*first["items"], *second["items"])]
    assert set(codes) == made and len(codes) == 5 and second["next_cursor"] is None


def test_the_register_answers_yes_or_no_with_the_reason(centre: Centre) -> None:
    entered = entry(centre, ends_on="2027-01-31", debts_from="2026-08-01").json
    asked = "/hardship/check?phone=%2B905329998877&action=disconnect"
    no = centre.asks("GET", f"{asked}&debt_date=2026-09-15", "read_only").json or {}
    assert (no["answer"], no["allowed"], no["reason"], no["until"]) == ("no", False, "Hastalık", "2027-01-31")
    assert no["entry"] == entered and no["known"]
    yes = centre.asks("GET", f"{asked}&debt_date=2026-07-31").json or {}
    assert (yes["answer"], yes["allowed"], yes["reason"], yes["entry"]) == ("yes", True, None, None)
    assert (centre.asks("GET", f"{asked}&on=2027-02-01").json or {})["allowed"]


@pytest.mark.parametrize("phone", ["+905329998877", "%2B905329998877", "05329998877", "5329998877", "905329998877"])
def test_a_number_is_found_however_it_is_written(centre: Centre, phone: str) -> None:
    entry(centre)
    assert (centre.asks("GET", f"/hardship/check?phone={phone}&action=dunning").json or {})["answer"] == "no"


@pytest.mark.parametrize(
    "query", ["", "action=disconnect", "phone=%2B905329998877", "phone=elma&action=disconnect",
              "phone=12&action=disconnect", "phone=%2B905329998877&action=kill",
              "phone=%2B905329998877&action=dunning&debt_date=yesterday"],
)  # fmt: skip
def test_a_question_that_cannot_be_understood_gets_no_yes(centre: Centre, query: str) -> None:
    assert centre.asks("GET", f"/hardship/check?{query}").status_code == 422


@pytest.mark.parametrize(
    "changes",
    [{"phone": None}, {"phone": "0532"}, {"ends_on": "2026-10-01"}, {"actions": []}, {"actions": ["shout"]},
     {"reason": " "}, {"customer_id": "C9"}, {"debts_from": "2026-11-01", "debts_until": "2026-10-01"}],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_not_made(centre: Centre, changes: dict[str, Any]) -> None:
    assert entry(centre, **changes).status_code == 422


def test_an_entry_that_is_ended_stops_nothing_and_stays_to_be_read(centre: Centre) -> None:
    number = entry(centre, phone=None, customer_id="C1", actions=["disconnect"]).json["id"]
    check = "/hardship/check?customer_id=C1&action=disconnect"
    assert (centre.asks("GET", check).json or {})["answer"] == "no"
    assert centre.asks("DELETE", f"/hardship/{number}").status_code == 200
    assert (centre.asks("GET", check).json or {})["answer"] == "yes"
    assert (centre.asks("GET", f"/hardship/{number}").json or {})["ended_at"] is not None
    assert len((centre.asks("GET", "/hardship").json or {})["items"]) == 1
    assert [what for what, _ in audited(centre)] == ["hardship_entered", "hardship_ended"]


def test_who_may_only_read_changes_no_register_and_sees_no_codes(centre: Centre) -> None:
    for method, path in (("GET", "/vouchers"), ("POST", "/vouchers"), ("POST", "/hardship"),
                         ("PUT", "/field-workers/3417")):  # fmt: skip
        assert centre.asks(method, path, "read_only", json={}).status_code == 403, path
    assert centre.asks("POST", "/vouchers", "agent", json={}).status_code == 403


def test_a_field_worker_is_added_changed_and_shown_without_the_pin(centre: Centre) -> None:
    told = centre.asks("PUT", "/field-workers/3417", json={"name": "Kemal", "pin": "4711"})
    assert "4711" not in told.text
    secret = centre.board.secret
    with reading(centre.board.database) as session:
        assert is_field_worker(session, "3417", "4711", secret=secret)
        assert not is_field_worker(session, "3417", "4712", secret=secret)
    centre.asks("PUT", "/field-workers/3417", json={"name": "Kemal", "pin": "0815", "active": False})
    with reading(centre.board.database) as session:
        assert not is_field_worker(session, "3417", "0815", secret=secret)
    [worker] = (centre.asks("GET", "/field-workers").json or {})["items"]
    assert (worker["id"], worker["active"]) == ("3417", False)
    assert audited(centre) == [("field_worker_put", "field:3417")] * 2


@pytest.mark.parametrize("path", ["12", "abc", "034", "1" * 21])
def test_a_number_nobody_can_key_in_is_no_field_workers(centre: Centre, path: str) -> None:
    wanted = {"name": "Kemal", "pin": "4711"}
    assert centre.asks("PUT", f"/field-workers/{path}", json=wanted).status_code == 422


def test_what_the_stop_line_answered_can_be_read(centre: Centre) -> None:
    entry(centre, phone=None, subscriber="5500")
    with writing(centre.board.database) as session:
        for n, subscriber in enumerate(("5500", "77")):
            answer_stop_line(session, once=f"CA1:{n}", call="CA1", worker_id="3417", subscriber=subscriber,
                             now=centre.clock())  # fmt: skip
    items = (centre.asks("GET", "/stop-line-answers").json or {})["items"]
    assert [(one["subscriber"], one["answer"]) for one in items] == [("77", "unknown"), ("5500", "do_not_cut")]
    page = centre.asks("GET", "/stop-line-answers?limit=1").json or {}
    rest = centre.asks("GET", f"/stop-line-answers?limit=1&cursor={page['next_cursor']}").json or {}
    assert [one["subscriber"] for one in rest["items"]] == ["5500"] and rest["next_cursor"] is None


def test_requests_for_managers_are_listed_and_their_reasons_counted(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        for n, reason in enumerate(("late", "late", "unstated")):
            ask_for_manager(session, once=f"CA{n}:1", call=f"CA{n}", customer_id=None, case_number="1001",
                            reason=reason, now=centre.clock())  # fmt: skip
    centre.clock.advance(1)
    assert len((centre.asks("GET", "/manager-requests").json or {})["items"]) == 3
    counted = centre.asks("GET", "/manager-requests/reasons").json or {}
    assert counted["reasons"] == {"late": 2, "unstated": 1}
    assert centre.asks("GET", "/manager-requests/reasons?since=2026-12-01T00:00:00Z").status_code == 422


def test_a_surveys_figures_are_told_and_nobodys_answers_are_no_data(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        for n, rating in enumerate((5, 2)):
            keep_answer(session, SurveyAnswer(once=f"CA{n}:1", survey="repair", call=f"CA{n}", rating=rating, scale=5,
                                              language="tr", at=centre.clock()))  # fmt: skip
    centre.clock.advance(1)
    told = centre.asks("GET", "/surveys/repair").json or {}
    assert (told["answers"], told["scales"][0]["mean"], told["scales"][0]["satisfied"]) == (2, 3.5, 0.5)
    assert told["scales"][0]["counts"] == {"2": 1, "5": 1}
    nothing = centre.asks("GET", "/surveys/other").json or {}
    assert (nothing["answers"], nothing["scales"]) == (0, [])
    assert [one["survey"] for one in (centre.asks("GET", "/surveys").json or {})["items"]] == ["repair"]


def test_a_day_is_written_as_a_day(centre: Centre) -> None:
    assert entry(centre).json["starts_on"] == date(2026, 11, 1).isoformat()
